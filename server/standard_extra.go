package server

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Bounds of what the page shows of one extra key; the JSON has it whole.
const (
	maxExtraItems = 50
	maxExtraText  = 2000 // bytes
)

// extraNames are the keys that sources often give beside ours.
var extraNames = map[string]words{
	"alt_numbers": {"其他编号", "Other numbers"}, "edition": {"版次", "Edition"}, "stage": {"阶段", "Stage"}, "updated": {"更新日期", "Updated"},
	"issued": {"批准年", "Approved"}, "stable_until": {"稳定期至", "Stable until"}, "replaces_raw": {"代替（原文）", "Replaces, as written"},
	"relations": {"其他关系", "Other relations"}, "src_path": {"来源文件", "File of the source"}, "origin": {"来源出处", "Origin"},
	"number_fixed": {"标准号经整理", "Number was mended"},
}

// extra are the rows of what the source gave and the format has no field for.
func (v *standardView) extra() []fact {
	return v.object(v.St.Entry.Extra, 0)
}

func (v *standardView) object(m map[string]json.RawMessage, depth int) []fact {
	var out []fact
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if saysNothing(m[key]) {
			continue
		}
		if len(out) == maxExtraItems {
			out = append(out, fact{Label: "…"})
			break
		}
		label := key
		if names, ok := extraNames[key]; ok {
			label = names.in(v.Lang)
		}
		out = append(out, fact{label, v.values(m[key], depth)})
	}
	return out
}

// saysNothing reports whether a value is none: sources write false, null and
// empty lists where there is nothing to tell.
func saysNothing(raw json.RawMessage) bool {
	switch string(bytes.TrimSpace(raw)) {
	case "", "false", "null", `""`, "[]", "{}":
		return true
	}
	return false
}

// values shows a value of JSON: a list item by item, an object as rows of its
// own, what lies deeper as JSON.
func (v *standardView) values(raw json.RawMessage, depth int) []value {
	var list []json.RawMessage
	var object map[string]json.RawMessage
	switch {
	case depth <= 2 && json.Unmarshal(raw, &list) == nil && list != nil:
		var out []value
		for i, item := range list {
			if i == maxExtraItems {
				return append(out, value{Text: "…"})
			}
			out = append(out, v.values(item, depth+1)...)
		}
		return out
	case depth <= 1 && json.Unmarshal(raw, &object) == nil && object != nil:
		return []value{{Items: v.object(object, depth+1)}}
	}
	return []value{v.scalar(raw)}
}

func (v *standardView) scalar(raw json.RawMessage) value {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		s = strings.TrimSpace(s)
		if web(s) && len(s) <= maxExtraText {
			return value{Text: s, Out: s}
		}
	} else {
		switch s = string(raw); s {
		case "true":
			s = v.L("是", "yes")
		case "false":
			s = v.L("否", "no")
		case "null":
			s = ""
		}
	}
	if len(s) > maxExtraText {
		s = clipText(s, maxExtraText) + "…"
	}
	return value{Text: s}
}
