// Package report writes the report of an import as a page that a person reads:
// what came in, how each table was read, what was doubted and what to do about
// it. It is one file that needs nothing beside it. The page of the server shows
// the same through Body.
package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/problem"
)

//go:embed report.html
var page string

//go:embed report.css
var css string

var templates = template.Must(template.New("report").Funcs(template.FuncMap{
	"comma": comma, "fieldLabel": fieldLabel, "rows": func(n []int64) string { return strings.Trim(strings.ReplaceAll(fmt.Sprint(n), " ", "、"), "[]") },
	"css": func() template.CSS { return template.CSS(css) },
}).Parse(page))

// view is a report in one language.
type view struct {
	Lang string
	T    map[string]string
	D    *indexer.Detail
	// Groups are the problems, the gravest first.
	Groups []group
}

type group struct {
	problem.Group
	Title, Advice, Label string
}

func newView(d *indexer.Detail, lang string) view {
	if lang != "en" {
		lang = "zh"
	}
	v := view{Lang: lang, T: texts[lang], D: d}
	for _, g := range d.Problems.Groups() {
		v.Groups = append(v.Groups, group{g, g.Kind.Title(lang), g.Kind.Advice(lang), g.Severity.Label(lang)})
	}
	return v
}

// WriteHTML writes the whole page, in Chinese ("zh") or English.
func WriteHTML(w io.Writer, d *indexer.Detail, lang string) error {
	return templates.ExecuteTemplate(w, "page", newView(d, lang))
}

// Body is the inside of the page, for a page of somebody else's.
func Body(d *indexer.Detail, lang string) (template.HTML, error) {
	var b strings.Builder
	err := templates.ExecuteTemplate(&b, "body", newView(d, lang))
	return template.HTML(b.String()), err
}

// CSS styles what Body gives.
func CSS() string { return css }

// comma writes a count with its thousands apart.
func comma(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// fieldLabel names a field as people do.
func fieldLabel(name, lang string) string {
	for _, f := range columns.Fields() {
		if f.Name != name {
			continue
		}
		if lang == "zh" {
			return f.LabelZH
		}
		return f.LabelEN
	}
	return name
}

var texts = map[string]map[string]string{
	"zh": {"title": "导入报告", "dry": "试运行：没有改动任何内容", "import": "导入", "read": "读入", "new": "新增", "changed": "更新", "unchanged": "未变", "rejected": "退回", "vanished": "来源不再列出",
		"warnings": "警告", "passed": "不是题录的行（空行、合计、重复表头）", "seconds": "秒", "persecond": "行/秒", "files": "文件", "how": "读取方式", "format": "格式", "encoding": "编码", "separator": "分隔符",
		"header": "表头行", "preset": "预设", "skipped": "未读取", "rows": "行", "columns": "列", "heading": "表头", "field": "字段", "by": "依据", "kept": "原样保留在附加字段", "ignored": "忽略",
		"problems": "问题", "none": "没有发现问题。", "examples": "例", "row": "行号", "value": "原内容", "became": "改为或说明", "advice": "怎么办", "sample": "前几行的理解", "entry": "理解为", "cells": "原行", "who": "操作人", "source": "来源",
		"heading_": "表头名称", "preset_": "预设", "map_": "人工指定", "content_": "内容判断"},
	"en": {"title": "Import report", "dry": "Dry run: nothing was changed", "import": "import", "read": "read", "new": "new", "changed": "changed", "unchanged": "unchanged", "rejected": "rejected", "vanished": "no longer listed by the source",
		"warnings": "warnings", "passed": "rows that are no entries (blank, totals, repeated headers)", "seconds": "s", "persecond": "rows/s", "files": "Files", "how": "How it was read", "format": "format", "encoding": "encoding", "separator": "separator",
		"header": "header in row", "preset": "preset", "skipped": "not read", "rows": "rows", "columns": "Columns", "heading": "heading", "field": "field", "by": "told by", "kept": "kept as it is under extra", "ignored": "ignored",
		"problems": "Problems", "none": "No problems were found.", "examples": "examples", "row": "row", "value": "what stood there", "became": "became, or why", "advice": "What to do", "sample": "The first rows as understood", "entry": "understood as", "cells": "the row", "who": "by", "source": "source",
		"heading_": "its heading", "preset_": "the preset", "map_": "hand", "content_": "its content"},
}

// By says in words how a column's field was told.
func (v view) By(how string) string { return v.T[how+"_"] }
