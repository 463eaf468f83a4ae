-- What must not be in the tables that assess.sql is given: a row a kind of problem, none if all is well.
-- `comp check` finds these too, and their places, except ratings of single behaviours: those are fine for comp, and
-- more than assess.sql can do.

SELECT problem, COUNT(*) AS found
FROM (
    SELECT
        CASE
            WHEN r.employee_id IS NULL THEN 'rating of nobody'
            WHEN p.employee_id IS NULL THEN 'rating of somebody who is not among the people'
            WHEN c.competency IS NULL THEN 'unknown competency'
            WHEN o.rater_role IS NULL THEN 'unknown role'
            WHEN r.behaviour IS NOT NULL THEN 'rating of a single behaviour'
            WHEN r.level < c.scale_min OR r.level > c.scale_max
                OR ABS((r.level - c.scale_min) / c.scale_step - ROUND((r.level - c.scale_min) / c.scale_step)) > 1e-9
                THEN 'level off the scale'
        END AS problem
    FROM ratings r
    LEFT JOIN people p ON r.employee_id = p.employee_id
    LEFT JOIN competencies c ON r.competency = c.competency
    LEFT JOIN roles o ON r.rater_role = o.rater_role
    UNION ALL
    SELECT 'rating that stands more than once' AS problem
    FROM ratings
    WHERE level IS NOT NULL
    GROUP BY employee_id, competency, behaviour, rater_role, COALESCE(rater_id, '')
    HAVING COUNT(*) > 1
    UNION ALL
    SELECT 'person who stands more than once' AS problem
    FROM people
    GROUP BY employee_id
    HAVING COUNT(*) > 1
    UNION ALL
    SELECT 'unknown position' AS problem
    FROM people
    LEFT JOIN requirements q ON people.position = q.position
    WHERE people.position IS NOT NULL AND q.position IS NULL
) found
WHERE problem IS NOT NULL
GROUP BY problem
ORDER BY problem;
