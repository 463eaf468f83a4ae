-- Rules 1 to 3 and 5 to 7 of docs/method.md, on ratings by level. Left out: ratings of single behaviours (rule 4),
-- career stages (8), agreement (9), standard errors and what is too close to call (10), and all that comes after.
--
-- Given: `settings`, `roles`, `competencies`, `requirements` (model.sql), and
--   people   employee_id, position (NULL: none is known); one row per person to be assessed
--   ratings  employee_id, competency, behaviour (NULL: the competency itself), level (NULL: not
--            assessed), rater_role, rater_id (NULL: the one unnamed rater); one cycle, ids throughout
--
-- Makes `role_means`, `gaps` (one row an employee and competency that is required or rated) and
-- `verdicts` (one row an employee). Each step is a table, so that it is computed once and can be
-- looked into. 1e-9 is the allowance of every comparison; figures are doubles, never decimals.

-- What counts: an identical repeat once, contradicting figures not at all. Ratings of single behaviours don't count
-- here (rule 4); check.sql reports them, since without them the figures would be those of other raters.
CREATE TABLE figures AS
SELECT
    employee_id, competency, rater_role, COALESCE(rater_id, '') AS rater_id, CAST(MIN(level) AS DOUBLE) AS figure
FROM ratings
WHERE level IS NOT NULL AND behaviour IS NULL
GROUP BY employee_id, competency, rater_role, COALESCE(rater_id, '')
HAVING MIN(level) = MAX(level);

-- Rules 1 and 2: the mean of each role that may be shown; the small ones together as `others`, or dropped.
CREATE TABLE role_means AS
WITH by_role AS (
    SELECT
        f.employee_id, f.competency, f.rater_role,
        AVG(f.figure) AS role_mean, COUNT(*) AS n, MIN(r.weight) AS weight, MIN(r.min_raters) AS min_raters
    FROM figures f
    JOIN roles r ON f.rater_role = r.rater_role
    GROUP BY f.employee_id, f.competency, f.rater_role
)
SELECT employee_id, competency, rater_role, role_mean, n, weight
FROM by_role
WHERE n >= min_raters
UNION ALL
SELECT
    f.employee_id, f.competency, 'others' AS rater_role,
    AVG(f.figure) AS role_mean, COUNT(DISTINCT f.rater_id) AS n, AVG(b.weight) AS weight
FROM by_role b
JOIN figures f
    ON f.employee_id = b.employee_id AND f.competency = b.competency AND f.rater_role = b.rater_role
WHERE b.n < b.min_raters
GROUP BY f.employee_id, f.competency
HAVING COUNT(DISTINCT f.rater_id) >= MAX(b.min_raters);

-- Rule 3, then rule 5: the rating, the requirement, and the gap between them.
CREATE TABLE gaps AS
WITH rated AS (
    SELECT
        employee_id, competency,
        COALESCE(SUM(weight * role_mean) / NULLIF(SUM(weight), 0), AVG(role_mean)) AS rating,
        SUM(CASE WHEN weight > 0 THEN n ELSE 0 END) AS n_weighted,
        SUM(n) AS n_all,
        SUM(weight) = 0 AND MIN(rater_role) = 'self' AND MAX(rater_role) = 'self' AS self_only,
        SUM(weight) = 0 AND (MIN(rater_role) <> 'self' OR MAX(rater_role) <> 'self') AS unweighted
    FROM role_means
    GROUP BY employee_id, competency
),
asked AS (
    SELECT p.employee_id, q.competency, q.required, q.essential, q.weight
    FROM people p
    JOIN requirements q ON p.position = q.position
),
items AS (
    SELECT
        COALESCE(a.employee_id, r.employee_id) AS employee_id,
        COALESCE(a.competency, r.competency) AS competency,
        a.required, a.essential, a.weight, r.rating, a.required - r.rating AS gap,
        COALESCE(NULLIF(r.n_weighted, 0), r.n_all, 0) AS n,
        COALESCE(r.self_only, FALSE) AS self_only,
        COALESCE(r.unweighted, FALSE) AS unweighted
    FROM asked a
    FULL OUTER JOIN (
        SELECT rated.* FROM rated JOIN people ON rated.employee_id = people.employee_id
    ) r ON a.employee_id = r.employee_id AND a.competency = r.competency
)
SELECT
    i.employee_id, i.competency, i.required, i.rating, i.gap,
    CASE
        WHEN i.required IS NULL THEN 'not_required'
        WHEN i.rating IS NULL THEN 'unassessed'
        WHEN i.gap > s.tolerance + 1e-9 THEN 'short'
        WHEN i.gap <= 1e-9 - s.strength OR i.rating >= c.scale_max - 1e-9 THEN 'strength'
        ELSE 'met'
    END AS status,
    COALESCE(i.essential, FALSE) AS essential, i.weight, i.n, i.self_only, i.unweighted,
    -- The requirement's part of the fit, rule 6.
    CASE
        WHEN i.required - c.scale_min < 1e-9 THEN 1e0
        ELSE LEAST(1e0, (i.rating - c.scale_min) / (i.required - c.scale_min))
    END AS part
FROM items i
JOIN competencies c ON i.competency = c.competency
CROSS JOIN settings s;

-- Rules 6 and 7: everyone against their position; no position, no verdict.
CREATE TABLE verdicts AS
WITH sums AS (
    SELECT
        employee_id,
        COUNT(*) AS required,
        COUNT(rating) AS assessed,
        SUM(CASE WHEN status IN ('met', 'strength') THEN 1 ELSE 0 END) AS met,
        SUM(CASE WHEN rating IS NOT NULL THEN weight * part END)
            / SUM(CASE WHEN rating IS NOT NULL THEN weight END) AS fit,
        MAX(CASE WHEN essential THEN 1 ELSE 0 END) AS some_essential
    FROM gaps
    WHERE required IS NOT NULL
    GROUP BY employee_id
),
deciding AS (
    SELECT
        g.employee_id,
        COUNT(*) - COUNT(g.rating) AS unassessed,
        SUM(CASE WHEN g.status = 'short' THEN 1 ELSE 0 END) AS short,
        MAX(g.gap) AS largest_gap
    FROM gaps g
    JOIN sums ON g.employee_id = sums.employee_id
    WHERE g.required IS NOT NULL AND (g.essential OR sums.some_essential = 0)
    GROUP BY g.employee_id
)
SELECT
    p.employee_id, p.position, COALESCE(x.required, 0) AS required, COALESCE(x.assessed, 0) AS assessed,
    COALESCE(x.met, 0) AS met, x.fit,
    CAST(x.met AS DOUBLE) / NULLIF(x.assessed, 0) AS met_share,
    CAST(x.assessed AS DOUBLE) / x.required AS coverage,
    CASE
        WHEN d.unassessed > 0 THEN 'incomplete'
        WHEN d.short = 0 THEN 'ready'
        WHEN d.short <= s.near_short AND d.largest_gap <= s.near + 1e-9 THEN 'near'
        WHEN d.largest_gap IS NOT NULL THEN 'developing'
    END AS verdict
FROM people p
LEFT JOIN sums x ON p.employee_id = x.employee_id
LEFT JOIN deciding d ON p.employee_id = d.employee_id
CROSS JOIN settings s;
