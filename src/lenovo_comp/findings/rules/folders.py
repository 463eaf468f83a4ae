"""Findings about folders of data lakes, and what their names say."""

from ...text import Text
from ..finding import error, warning

LAKE_TABLE = error("F017", "lake-table",
    message=Text("此文件夹是数据湖的表（{kind}），其中的文件还保留着旧版本的行；未读取", "this folder is a data lake table ({kind}) with rows of older versions in its files; it was not read"),
    remedy=Text("请用管理该表的引擎把当前版本导出为 Parquet，存到另一个文件夹，再写那个文件夹。", "With the engine of that table, export the current version as Parquet to another folder, and name that folder."),
    reason=Text("这类表改动或删除一行时，旧文件仍留在文件夹里，由日志说明哪些还有效。若把文件全部读入，已更正和已删除的评分会重新计入。", "When a row changes, the old file stays, and a log says which files still count. Read file by file, corrected and deleted ratings would count again."))
FOLDER_UNREAD = warning("C140", "folder-unread",
    message=Text("文件夹名“{value}”不是已知的列，未读取（这样的文件夹：{folders} 个）", 'the folder name "{value}" names no known column and was not read (folders like it: {folders})'),
    remedy=Text("若不需要可忽略此提示；若它表示某一列，请以该列命名文件夹，例如 cycle=2026H1。", "Ignore this if it has nothing to do with ratings. If it is a column, name the folders after it, as in cycle=2026H1."),
    reason=Text("文件夹名中的值适用于其中的所有行。若它表示评估周期或角色却未读取，不同周期或角色的评分会混在一起。", "A folder's name applies to all its rows. If it is a cycle or a role and is not read, ratings of several are mixed."))
FOLDER_MISSPELLED = error("C141", "folder-misspelled",
    message=Text("文件夹名“{value}”不是已知的列，其中的文件未计入（这样的文件夹：{folders} 个）。{suggestion}", 'the folder name "{value}" names no known column, and nothing in it was counted (folders like it: {folders}). {suggestion}'),
    remedy=Text("请改正文件夹名，例如 cycle=2026H1 或 rater_role=peer。", "Correct the folders' names, as in cycle=2026H1 or rater_role=peer."),
    reason=Text("文件夹名像是写错了的周期、角色或行为描述，或者其值全是评价人角色。若不读取，其中每条评分的归属都会弄错。", "The name looks like a misspelled cycle, role or behaviour, or all its values are rater roles. If it is not read, every rating in the folder is taken for something else."))
FOLDER_SAYS_OTHERWISE = error("R464", "folder-says-otherwise",
    message=Text("“{value}”与文件夹名“{folder}”不一致", '"{value}" contradicts the folder name "{folder}"'),
    remedy=Text("请改正单元格，或把这些行移到相应的文件夹；这些行未计入。", "Correct the cell, or move the rows to the right folder. The rows were left out."),
    reason=Text("文件夹名适用于其中的所有行。两处说法不同，必有一处是错的：文件可能放错了文件夹，评分就会算到别的周期或别的人群中。", "A folder's name applies to all its rows. If the two differ, one is wrong. The file may be in the wrong folder, and its ratings would count for another cycle."))
