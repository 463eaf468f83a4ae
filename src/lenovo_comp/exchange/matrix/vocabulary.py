"""The heads that are known, in one table, which the manual prints; and the ways in which a head says a level."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ...text import LANGUAGES, Language
from ..framework import Words

VOCABULARY: dict[str, tuple[str, ...]] = {
    "name": (
        *(
            "能力项",
            "能力名称",
            "能力",
            "胜任能力",
            "胜任力",
            "胜任力名称",
            "胜任力项",
            "胜任能力名称",
            "胜任能力项",
            "素质项",
        ),
        *(
            "素质名称",
            "素质",
            "技能",
            "技能名称",
            "技能项",
            "指标名称",
            "能力指标",
            "能力要素",
            "能力维度",
            "维度名称",
            "知识技能",
        ),
        *("名称", "能力素质", "素质指标", "胜任特征", "行为指标名称"),
        *("name", "competency", "competencies", "competence", "competency name", "competency title", "skill", "skills"),
        *(
            "skill name",
            "capability",
            "capability name",
            "ability",
            "core competency",
            "core competencies",
            "behavioural competency",
        ),
        *("behavioral competency", "competency element", "element name", "title of competency"),
    ),
    "name, finer": (
        *(
            "能力子项",
            "子能力",
            "子项",
            "能力细项",
            "细项",
            "二级能力",
            "二级指标",
            "子维度",
            "三级能力",
            "子能力项",
            "能力点",
            "技能点",
        ),
        *(
            "sub competency",
            "sub competencies",
            "sub-competency",
            "sub-competencies",
            "subcompetency",
            "subcompetencies",
        ),
        *("sub skill", "subskill", "sub-skill", "sub skills", "element", "sub element", "component"),
    ),
    "group": (
        *(
            "能力类别",
            "类别",
            "能力分类",
            "分类",
            "能力类型",
            "类型",
            "能力域",
            "能力领域",
            "领域",
            "一级能力",
            "一级指标",
            "一级维度",
        ),
        *(
            "维度",
            "能力模块",
            "模块",
            "素质类别",
            "能力群",
            "能力族",
            "大类",
            "小类",
            "能力大类",
            "能力小类",
            "所属类别",
            "胜任力类别",
        ),
        *("序列", "职能", "部门", "技能类别", "技能类型"),
        *(
            "group",
            "category",
            "categories",
            "cluster",
            "domain",
            "area",
            "competency area",
            "competency group",
            "family",
        ),
        *(
            "competency category",
            "competency cluster",
            "competency domain",
            "competency family",
            "competency type",
            "type",
        ),
        *("skill category", "skill area", "subcategory", "sub category", "sub-category", "function", "theme", "pillar"),
        *("dimension", "job family", "department", "topic", "section", "stream"),
    ),
    "layer": ("层次", "能力层次", "layer", "competency layer"),
    "code": (
        *("编码", "代码", "能力编码", "能力代码", "能力编号", "编号", "指标编码", "技能编码", "胜任力编码", "标识"),
        *(
            "code",
            "id",
            "competency code",
            "competency id",
            "skill code",
            "skill id",
            "ref",
            "reference",
            "key",
            "identifier",
            "slug",
        ),
    ),
    "short": ("简称", "缩写", "short", "short name", "abbreviation", "acronym"),
    "definition": (
        *(
            "定义",
            "能力定义",
            "释义",
            "能力释义",
            "含义",
            "能力描述",
            "说明",
            "能力说明",
            "内涵",
            "概念",
            "定义描述",
            "胜任力定义",
        ),
        *("素质定义", "定义说明", "能力含义", "概述", "描述"),
        *(
            "definition",
            "description",
            "competency definition",
            "competency description",
            "summary",
            "meaning",
            "overview",
        ),
        *("overall description", "skill description", "about"),
    ),
    "level": (
        *(
            "等级",
            "级别",
            "层级",
            "级",
            "能力等级",
            "能力级别",
            "能力层级",
            "等级编号",
            "级数",
            "等级序号",
            "熟练度",
            "熟练程度",
        ),
        *(
            "level",
            "levels",
            "proficiency",
            "proficiency level",
            "level number",
            "level no",
            "grade level",
            "rating level",
            "score",
        ),
        *("competency level", "skill level", "lvl"),
    ),
    "level name": (
        *("等级名称", "级别名称", "层级名称", "等级名", "级别名"),
        *("level name", "proficiency name", "level title", "level label", "proficiency label"),
    ),
    "level summary": (
        *("等级定义", "级别定义", "层级定义", "等级说明", "级别说明", "等级概述"),
        *("level summary", "level definition", "level description", "proficiency description"),
    ),
    "statement": (
        *(
            "行为描述",
            "行为表现",
            "行为指标",
            "关键行为",
            "行为",
            "行为标准",
            "典型行为",
            "具体表现",
            "表现",
            "行为要点",
            "标准描述",
        ),
        *(
            "等级描述",
            "级别描述",
            "层级描述",
            "正向行为",
            "评价标准",
            "评估标准",
            "行为特征",
            "行为示例",
            "关键行为描述",
        ),
        *("behaviour", "behaviours", "behavior", "behaviors", "statement", "statements", "behavioural indicators"),
        *("behavioral indicators", "behavioural indicator", "behavioral indicator", "indicator", "indicators"),
        *(
            "key behaviours",
            "key behaviors",
            "observable behaviours",
            "observable behaviors",
            "descriptor",
            "descriptors",
        ),
        *("performance criteria", "criteria", "behavioural statement", "behavioral statement", "example behaviours"),
        *("example behaviors", "anchor description", "what it looks like"),
    ),
    "uri": ("链接", "网址", "uri", "url", "link"),
    "row number": ("序号", "行号", "no", "no.", "#", "sn", "s/n", "nr", "s no", "serial no", "row", "item no"),
}
"""Target → the heads that are known to mean it, case, blanks, brackets and a language aside."""
LADDER = frozenset((
    *("职级", "职等", "职务", "职称", "职位", "职位名称", "岗位名称", "岗位", "汇报对象", "汇报关系", "直接上级"),
    *("上级岗位", "薪酬"),
    *("薪级", "薪资", "工作年限", "任职年限", "年限", "经验", "工作经验", "学历", "学历要求", "任职资格"),
    *("编制", "晋升条件"),
    *("job title", "title", "role", "role title", "position title", "grade", "job grade", "pay grade", "band"),
    *("job level",),
    *("reports to", "reporting to", "manager", "years", "years of experience", "experience", "salary", "salary range"),
    *("education", "qualifications", "headcount", "tenure", "track", "career level"),
))  # fmt: skip
"""Heads of a ladder of roles, which is no framework of competencies."""
LADDER_SHOWS = 2
"""How many of them make a table a ladder."""
LEVEL_WORDS = (
    *(
        "awareness",
        "aware",
        "novice",
        "beginner",
        "entry",
        "entry level",
        "basic",
        "basics",
        "elementary",
        "foundation",
    ),
    *(
        "foundational",
        "fundamental",
        "learning",
        "learner",
        "limited",
        "developing",
        "emerging",
        "junior",
        "intermediate",
    ),
    *("working", "working knowledge", "practitioner", "competent", "capable", "proficient", "independent", "skilled"),
    *(
        "experienced",
        "advanced",
        "senior",
        "lead",
        "leading",
        "strong",
        "accomplished",
        "specialist",
        "expert",
        "mastery",
    ),
    *(
        "master",
        "authority",
        "strategic",
        "distinguished",
        "exemplary",
        "principal",
        "needs improvement",
        "meets expectations",
    ),
    *("exceeds expectations", "below expectations", "outstanding"),
    *(
        "入门",
        "入门级",
        "初学",
        "初学者",
        "初级",
        "初等",
        "基础",
        "基础级",
        "基本",
        "学习",
        "学习级",
        "了解",
        "知晓",
        "新手",
        "熟悉",
    ),
    *(
        "合格",
        "胜任",
        "胜任级",
        "独立",
        "独立级",
        "掌握",
        "中级",
        "中等",
        "应用",
        "运用",
        "熟练",
        "熟练级",
        "熟手",
        "良好",
        "提高级",
    ),
    *(
        "高级",
        "高等",
        "进阶",
        "进阶级",
        "精通",
        "精通级",
        "资深",
        "资深级",
        "专业",
        "优秀",
        "卓越",
        "专家",
        "专家级",
        "权威",
        "大师",
        "引领",
    ),
    *(
        "指导",
        "指导级",
        "战略级",
        "待改进",
        "不合格",
        "骨干",
        "骨干级",
        "领军",
        "领军级",
        "助理级",
        "普通级",
        "待提升",
        "一般",
    ),
)
"""Words for levels; which number one is, only the order of columns says."""
LAYERS = {
    "core": ("核心", "全员核心", "全员", "core", "core competencies", "all staff"),
    "general": ("通用", "序列通用", "general", "generic", "common", "general competencies"),
    "professional": (
        "专业",
        "序列专业",
        "专业技术",
        "professional",
        "technical",
        "functional",
        "professional competencies",
    ),
}
"""How a group or a sheet that is a layer is called; `…能力`, `…类` and so on aside."""
_LAYER_ENDS = re.compile(
    r"(?:胜任能力|胜任力|能力|素质|素养|技能|类|层|层面|competenc(?:ies|y)|skills|词典|字典|模型)+$"
)

_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(("zh", "cn", "chs", "中文", "汉语", "chinese", "zh cn"), "zh"),
    **dict.fromkeys(("en", "eng", "英文", "英语", "english", "en us", "en gb"), "en"),
}
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_ROMAN = {r: i for i, r in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)}
_DIGITS = r"[0-9]{1,2}|[一二三四五六七八九十]|(?:viii|vii|iii|ii|iv|vi|ix|i|v|x)"
_LEVEL_HEAD = re.compile(
    rf"""(?:(?:proficiency\s*)?(?:level|lvl|lv|l|stage)\s*[.\-]?\s*({_DIGITS})   # Level 3, L3, Lv.3
       | (?:等级|级别|层级|第)\s*({_DIGITS})\s*(?:级|层级|层|等级)?                  # 等级三, 第3级
       | ({_DIGITS})\s*(?:级|等级|层级|等)(?:水平)?                                # 3级, 三级
       | ([0-9]{{1,2}}))                                                          # 3
       (?:\s*[-–—:：.、/(（\[]\s*(.+?)\s*[)）\]]?|\s+([^0-9].*?))?""",
    re.VERBOSE | re.DOTALL,
)


class Head(NamedTuple):
    """What a head says: a target of the map without its language; a level's number and name."""

    target: str
    language: Language | None = None
    number: int | None = None
    name: str = ""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The form in which heads are compared.

    >>> plain("能力 项 *（必填）"), plain("Sub-competencies:"), plain("Level  3")
    ('能力项', 'sub-competencies', 'level 3')
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[(\[【<](?:必填|选填|required|optional|填写|参考)[)\]】>]|[*:!。,;]", " ", text)
    text = " ".join(text.replace("_", " ").split()).strip(" -./")
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)


_KNOWN = {plain(head): target for target, heads in VOCABULARY.items() for head in heads}
_WORDS = frozenset(map(plain, LEVEL_WORDS))


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head | None:
    """What a head is known to mean; None for any other.

    >>> head_of("能力项").target, head_of("Name (en)").language, head_of("3 - Proficient")
    ('name', 'en', Head(target='level N', language=None, number=3, name='Proficient'))
    """
    key = plain(text)
    if (target := _KNOWN.get(key)) is not None:
        return Head(target)
    bare, language = without_language(key)
    if language is not None and (target := _KNOWN.get(bare)) is not None:
        return Head(target, language)
    if (level := level_of(text)) is not None:
        spoken = _LANGUAGES.get(plain(level[1]))
        return Head("level N", spoken, level[0], "" if spoken else level[1])
    level = level_of(bare) if language is not None else None
    return None if level is None else Head("level N", language, *level)


@lru_cache(maxsize=4096)
def without_language(key: str) -> tuple[str, Language | None]:
    """A head without the language that it says, and that language: `name (en)`, `英文名称`, `definition zh`."""
    for word, language in _LANGUAGES.items():
        for pattern in (rf"(.+?)\s*[(\[/\-]\s*{word}\s*[)\]]?", rf"(.+?)\s+{word}", rf"{word}\s*(.+)"):
            is_glued = pattern.startswith(word) and word.isascii()
            found = re.fullmatch(pattern if not is_glued else rf"{word}\s+(.+)", key)
            if found:
                return found[1].strip(), language
    return key, None


@lru_cache(maxsize=4096)
def bare_head(text: str) -> tuple[str, Language | None]:
    """A head as it is written, without the language that it says, and that language.

    >>> bare_head("Basic (en)"), bare_head("Level 2")
    (('Basic', 'en'), ('Level 2', None))
    """
    _, language = without_language(plain(text))
    if language is None:
        return text, None
    words = "|".join(word for word, spoken in _LANGUAGES.items() if spoken == language)
    return re.sub(
        rf"(?i)[\s(\[（/_\-]*\b(?:{words})\b[)\]）\s]*|^(?:{words})|(?:{words})$", " ", text
    ).strip(), language


@lru_cache(maxsize=4096)
def level_of(text: str) -> tuple[int, str] | None:
    """The number and the name of a level that a head or a cell says; None where it says no number.

    >>> level_of("三级"), level_of("L2"), level_of("1级（基础）"), level_of("Basic")
    ((3, ''), (2, ''), (1, '基础'), None)
    """
    key = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _LEVEL_HEAD.fullmatch(key.casefold())
    if found is None:
        return None
    number = next(g for g in found.groups()[:4] if g is not None)
    at = found.start(5) if found[5] else found.start(6)
    name = key[at : at + len(found[5] or found[6] or "")] if found[5] or found[6] else ""
    if name and not any(c.isalpha() for c in name):
        return None  # `2/3` is a requirement
    return _HAN_DIGITS.get(number) or _ROMAN.get(number) or int(number), name.strip()


def is_level_word(text: str) -> bool:
    """Whether a text is a word for a level: `Basic`, `初级`."""
    bare, _ = without_language(plain(text))
    return bare in _WORDS or bare.removesuffix(" level") in _WORDS


def is_ladder_head(text: str) -> bool:
    """Whether a head is one of a ladder of roles."""
    return plain(text) in LADDER


def layer_of(text: str) -> str | None:
    """The layer that a group or a sheet is named after.

    >>> layer_of("通用能力"), layer_of("Core competencies"), layer_of("人际类")
    ('general', 'core', None)
    """
    key = re.sub(
        r"^(?:[一二三四五六七八九十]{1,2}、|[0-9]{1,2}[.、]|[(（][一二三四五六七八九十0-9]{1,2}[)）])\s*",
        "",
        plain(text),
    )
    bare = _LAYER_ENDS.sub("", key).strip()
    return next((layer for layer, names in LAYERS.items() if key in names or bare in names), None)


def layer_in(words: Words) -> str | None:
    """The layer that a text is named after, in whichever language."""
    return next((found for language in LANGUAGES if (found := layer_of(words.get(language, "")))), None)
