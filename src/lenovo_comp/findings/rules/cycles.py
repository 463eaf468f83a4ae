"""Findings R45…: the order of cycles."""

from ...text import Text
from ..finding import error, warning

CYCLE_DATES_UNCLEAR = error("R450", "cycle-dates-unclear",
    message=Text("周期“{value}”可能是“日/月/年”，也可能是“月/日/年”，无法排出先后（涉及：{cycles}）", 'the day or the month may come first in cycle "{value}", so the order of cycles is unknown (dates like it: {cycles})'),
    remedy=Text("请按“年-月-日”填写日期，例如 2026-06-30。这些周期的行未计入。", "Write dates as year-month-day, such as 2026-06-30. The rows of these cycles were left out."),
    reason=Text("“05/06/2026”在有的地方是 6 月 5 日，在有的地方是 5 月 6 日。猜错了，就会拿旧的评分当最新的来评人。", "In some countries 05/06/2026 is the 5th of June, in others the 6th of May. A wrong guess would assess people by old ratings."))
CYCLE_ORDER_UNCERTAIN = warning("R451", "cycle-order-uncertain",
    message=Text("无法确定周期“{value}”的先后；现按 {cycles} 排列，以“{newest}”为最新", 'it is not certain when cycle "{value}" was; the order used is {cycles}, and "{newest}" is the newest'),
    remedy=Text("请用时间命名周期，例如 2026H1、2026-06 或 2026-06-30；也可用 --cycle 指定要评估的周期。", "Name cycles by their time, such as 2026H1, 2026-06 or 2026-06-30. Or choose the cycle with --cycle."),
    reason=Text("默认评估最新的周期。周期的名称若不含可比较的时间，只能按文字排序，排在最后的不一定是最新的。", "By default the newest cycle is assessed. Names that show no time are sorted as text, and the last may not be the newest."))
CYCLES_ALIKE = warning("R452", "cycles-alike",
    message=Text("周期“{value}”与{others}可能是同一周期的不同写法；现按不同的周期计", 'cycle "{value}" may be another spelling of {others}; they count as different cycles'),
    remedy=Text("若是同一周期，请在所有行中统一写法。", "If they are one cycle, use one spelling in every row."),
    reason=Text("同一周期写成两样，就会分成两个周期：默认只评估其中一个，另一个里的评分不参与，趋势也会拿一个周期和它自己比较。", "One cycle in two spellings becomes two. Only one is assessed by default, and a trend compares the cycle with itself."))
