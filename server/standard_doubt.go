package server

import (
	"chabiao/corpus"
	"chabiao/search"
	"chabiao/search/check"
)

// doubt is the banner of a standard whose dates, or those of what replaces it,
// contradict the status that the catalogue gives it; nil where none does. It
// says what the catalogue has, what the dates tell, and what to use by them.
func (v *standardView) doubt() *banner {
	b := &banner{Class: "doubt", Text: check.Contradiction(v.life, v.today, v.Lang)}
	dated := ""
	if v.Imported != "" {
		dated = v.L("（数据 "+v.Imported+" 导入）", " (imported on "+v.Imported+")")
	}
	late := v.L("目录"+dated+"可能没有跟上，请以发布机构的公告为准。", "The catalogue"+dated+" may be behind: what the publisher announced is what counts.")
	switch v.life.Contradiction(v.today) {
	case search.Begun:
		for _, ref := range v.St.UseInstead {
			b.Use = append(b.Use, v.row(ref))
		}
		b.Lead = v.L("在它之前使用：", "Before it came: ")
		b.After = v.L("按日期，它现在已经实施，应当使用。", "By its dates it is in force and the one to use. ") + late
	case search.Ended:
		b.Use = v.successors(corpus.StatusCurrent, corpus.StatusUpcoming)
		b.Lead, b.After = v.L("按日期，它已不再现行，现应使用：", "By its dates it is no longer in force. Use now: "), late
		if len(b.Use) == 0 {
			b.Lead, b.After = "", v.L("按日期，它已不再现行，目录中没有代替它的标准。", "By its dates it is no longer in force, and the catalogue knows no standard that replaces it. ")+late
		}
	case search.NotBegun:
		b.Use = v.predecessors()
		b.Lead = v.L("在那之前使用：", "Until then use ")
		b.After = v.L("按日期，它现在还没有实施。", "By its dates it is not in force yet. ") + late
	case search.Overtaken:
		for _, n := range v.life.Overtaking(v.today) {
			b.Use = append(b.Use, v.next(n))
		}
		b.Lead = v.L("按日期，它已被代替，现应使用：", "By the dates it has been replaced. Use now: ")
		b.After = late
		if !v.successionStated() {
			b.After = v.unstated() + late
		}
	default:
		return nil
	}
	return b
}

// ByDate says in a few words what dates tell that contradicts the status.
func (v *standardView) ByDate() string { return byDate(v.layout, v.life.Contradiction(v.today)) }

// predecessors are the standards in force that this one replaces.
func (v *standardView) predecessors() []refRow {
	var out []refRow
	l := &v.St.Lineage
	for _, link := range l.Links {
		if ref := l.Nodes[link.From]; link.To == l.Self && ref.Status == corpus.StatusCurrent.String() {
			out = append(out, v.row(ref))
		}
	}
	return out
}
