package report

// texts are the words of the page.
var texts = map[string]map[string]string{
	"zh": {"title": "导入报告", "dry": "试运行：没有改动任何内容", "import": "导入", "read": "读入", "new": "新增", "changed": "更新", "unchanged": "未变", "rejected": "退回", "vanished": "来源不再列出",
		"removed": "移除", "touched": "涉及题录", "restored": "恢复", "reverted": "改回", "later": "保留后来的修改",
		"warnings": "警告", "passed": "行不是题录（空行、合计、重复表头），不计入", "seconds": "秒", "persecond": "行/秒", "files": "文件", "file": "文件", "how": "读取方式", "format": "格式", "encoding": "编码", "separator": "分隔符",
		"header": "表头行", "noheader": "没有表头", "preset": "预设", "skipped": "未读取", "rows": "行", "columns": "列", "column": "列", "heading": "表头", "field": "字段", "by": "依据", "kept": "原样保留在附加字段", "ignored": "忽略",
		"problems": "问题", "none": "没有发现问题。", "examples": "例", "row": "行号", "value": "原内容", "became": "改为或说明", "sample": "前几行的理解", "entry": "理解为", "cells": "原行", "who": "操作人", "source": "来源",
		"heading_": "表头名称", "preset_": "预设", "map_": "人工指定", "content_": "内容判断"},
	"en": {"title": "Import report", "dry": "Dry run: nothing was changed", "import": "import", "read": "read", "new": "new", "changed": "changed", "unchanged": "unchanged", "rejected": "rejected", "vanished": "no longer listed by the source",
		"removed": "removed", "touched": "entries touched", "restored": "came back", "reverted": "as they were before", "later": "left as later imports made them",
		"warnings": "warnings", "passed": "rows are no entries (blank, totals, repeated headers) and are not counted", "seconds": "s", "persecond": "rows/s", "files": "Files", "file": "file", "how": "How it was read", "format": "format", "encoding": "encoding", "separator": "separator",
		"header": "header in row", "noheader": "no header", "preset": "preset", "skipped": "not read", "rows": "rows", "columns": "Columns", "column": "column", "heading": "heading", "field": "field", "by": "told by", "kept": "kept as it is under extra", "ignored": "ignored",
		"problems": "Problems", "none": "No problems were found.", "examples": "examples", "row": "row", "value": "what stood there", "became": "became, or why", "sample": "The first rows as understood", "entry": "understood as", "cells": "the row", "who": "by", "source": "source",
		"heading_": "its heading", "preset_": "the preset", "map_": "hand", "content_": "its content"},
}
