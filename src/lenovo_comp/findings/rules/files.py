"""Findings F…: the files."""

from ...text import Text
from ..finding import error, info

FILE_MISSING = error("F001", "file-missing",
    message=Text("找不到文件", "there is no such file"),
    remedy=Text("请检查文件名，以及当前所在的文件夹。", "Check the name, and the folder you are in."),
    reason=Text("少读一个文件，报告看上去仍然完整，里面的人却不见了。所以宁可停下来，也不悄悄跳过。", "With one file fewer the report would still look complete, and its people would simply be gone. So comp stops rather than skip it."))
FILE_UNREADABLE = error("F002", "file-unreadable",
    message=Text("无法读取文件：{reason}", "the file can't be read: {reason}"),
    remedy=Text("请检查它是不是一个文件，以及您是否有读取权限。", "Check that it is a file and that you may read it."),
    reason=Text("文件在那里却打不开，里面的评分就一条也没有算进去。没有读到，不等于没有问题。", "The file is there and can't be opened, so none of its ratings count. Not having read it is not the same as having found nothing."))
FILE_EMPTY = error("F003", "file-empty",
    message=Text("文件是空的", "the file is empty"),
    remedy=Text("请检查是否保存或导出完整。", "Check whether it was saved or exported as a whole."),
    reason=Text("没有人会特意发一份空文件，多半是导出或保存中断了。若当作“没有评分”，丢失的数据就无人察觉。", 'Nobody sends an empty file on purpose: an export or a save broke off. Taken as "no ratings", the loss would go unnoticed.'))
FILE_UNDECODABLE = error("F004", "file-undecodable",
    message=Text("第 {offset} 个字节（{byte}）既不是 UTF-8 也不是 GB18030 文本", "byte {offset} ({byte}) is text neither in UTF-8 nor in GB18030"),
    remedy=Text("请另存为“CSV UTF-8”。", 'Save the file as "CSV UTF-8".'),
    reason=Text("这些字节按哪种编码都读不通。硬猜只会得到乱码，姓名和岗位就会张冠李戴。", "These bytes make no sense in any encoding that is expected. A guess would garble names and positions, and people would get the wrong ones."))
MIXED_ENCODINGS = error("F005", "mixed-encodings",
    message=Text("文件混用了 UTF-8 和 GB18030；本行是 {encoding}", "the file mixes UTF-8 and GB18030; this line is in {encoding}"),
    remedy=Text("文件大概由两份拼接而成；请先把各份都另存为 UTF-8 再合并。", "It was probably joined from two files; save each as UTF-8, then join them."),
    reason=Text("无论整份文件按哪种编码读，总有一部分会成为乱码，而乱码也可能碰巧像正常的汉字。只有分清哪些行是哪种编码，数据才可信。", "Whichever encoding the whole file is read in, part of it turns into other characters, and those may well look like proper Chinese. It can't be trusted until every line is in the same encoding."))

READ_AS_GB18030 = info("F006", "read-as-gb18030",
    message=Text("文件不是 UTF-8，已按 GB18030 读取", "the file is not UTF-8; it was read as GB18030"),
    remedy=Text("无需处理；另存为 UTF-8 可避免此提示。", "Nothing to do; as UTF-8 it would be beyond doubt."),
    reason=Text("GB18030 是靠排除法认出来的：文件不是 UTF-8，又能按 GB18030 读通。通常没错，但请看一眼姓名是否正常。", "GB18030 is recognised by elimination: the file is not UTF-8 and does decode as this. That is nearly always right, but a look at the names won't hurt."))
NOT_WHAT_ITS_NAME_SAYS = error("F007", "not-what-its-name-says",
    message=Text("文件名说它是{expected}，内容却是{found}", "its name says {expected}, its content is {found}"),
    remedy=Text("请按实际内容更改扩展名，或重新导出。", "Give it the ending of what it is, or export it again."),
    reason=Text("扩展名与内容不符，往往是改了文件名却没有转换格式。按错误的格式去读，读出来的不是评分。", "Name and content disagree, often because a file was renamed and not converted. Read as what it isn't, it would not give ratings."))
UNKNOWN_FILE_TYPE = error("F008", "unknown-file-type",
    message=Text("不支持的文件类型“{ending}”", 'files ending in "{ending}" are not read'),
    remedy=Text("评分文件可为 .xlsx、.csv、.tsv、.txt 或 .parquet。", "Ratings come as .xlsx, .csv, .tsv, .txt or .parquet."),
    reason=Text("不认识的格式若被跳过，里面的评分就会无声无息地缺席。", "Were a format that comp can't read passed over, the ratings in it would be missing without a word."))
FILE_DAMAGED = error("F009", "file-damaged",
    message=Text("文件已损坏，无法读取：{reason}", "the file is damaged and can't be read: {reason}"),
    remedy=Text("请重新导出。", "Export it again."),
    reason=Text("损坏的文件即使能读出一部分，也无从知道缺了谁。残缺的评分比没有评分更容易误导人。", "Even if part of a damaged file could be read, nobody would know who is missing. Half the ratings mislead more than none."))
LOCK_FILE_PASSED_OVER = info("F010", "lock-file-passed-over",
    message=Text("这是 Excel 打开工作簿时留下的临时文件，未读取", "this is a temporary file of a workbook that is open in Excel; it was not read"),
    remedy=Text("无需处理；关闭工作簿后它会消失。", "Nothing to do; it goes away when the workbook is closed."),
    reason=Text("Excel 打开工作簿时，会在旁边放一个以“~$”开头的小文件，里面只有打开者的名字。它不是评分，读它只会报错。", "While a workbook is open, Excel keeps a small file beside it that holds only the name of who opened it. There are no ratings in it to read."))
