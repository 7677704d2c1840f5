package suggest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/han"
	"chabiao/corpus/segment"
)

// Bounds of a phrase and of the text that is cut into phrases.
const (
	maxPhraseWords = 4
	maxPhraseBytes = 48
	maxTitle       = 1 << 10
)

// breaking are the words that stand between phrases and in none.
var breaking = setOf("的 和 与 及 或 等 其 及其 以及 分 第")

// inner are the words that phrases neither begin nor end with.
var inner = setOf("用 在 中 内 外 上 下 前 后 间 时 对 于 之 以 由 为 按 从 至 用于 关于 基于 采用 适用于 进行 有关 部分 " +
	"under between using up per not than during other within over through via without against under based")

func setOf(words string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// piece is a word of a title on its way into phrases.
type piece struct {
	text  string // as phrases write it
	gap   string // between it and the piece before: "", " " or "-"
	start bool   // begins a stretch: no phrase goes back beyond it
	edge  bool   // may begin and end phrases
	alone bool   // is a term by itself
	word  bool   // a term of the index
	// single is set for characters that the dictionary has no word for.
	single bool
}

// phrases hands the words and phrases of a title to emit: rows of up to four
// words between marks. The bytes are only valid during the call.
func (c *cutter) phrases(title string, emit func(text []byte, word bool)) {
	pieces := c.cut(title)
	var buf [2 * maxPhraseBytes]byte
	for i := range pieces {
		if !pieces[i].edge {
			continue
		}
		text, joined := buf[:0], false
		for j := i; j < len(pieces) && j-i < maxPhraseWords; j++ {
			p := &pieces[j]
			joined = joined || !p.edge
			if j > i {
				if p.start {
					break
				}
				text = append(text, p.gap...)
			}
			text = append(text, p.text...)
			if len(text) > maxPhraseBytes {
				break
			}
			// What is as long as a phrase may be, or has such words as "of" in it,
			// must not be torn off: "vessels for low" goes on.
			goesOn := j+1 < len(pieces) && !pieces[j+1].start
			torn := goesOn && (joined || j-i == maxPhraseWords-1 && pieces[j+1].edge)
			if p.edge && !torn && (j > i || p.alone) {
				emit(text, j == i && p.word)
			}
		}
	}
}

// cutter cuts titles, reusing its buffers.
type cutter struct {
	seg    *segment.Segmenter
	tokens []segment.Token
	pieces []piece
}

// cut cuts a title into pieces.
func (c *cutter) cut(title string) []piece {
	out := c.pieces[:0]
	if len(title) > maxTitle {
		title = strings.ToValidUTF8(title[:maxTitle], "")
	}
	// Capitals throughout say nothing of its words.
	loud := strings.ToUpper(title) == title && !strings.ContainsFunc(title, isHan)
	end := 0
	start := true
	wasHan := false
	c.tokens = c.seg.Tokens(c.tokens[:0], title)
	for _, u := range c.tokens {
		p := piece{text: u.Text, gap: title[end:u.Start], start: start, edge: true, alone: true}
		start = false
		switch {
		case p.gap == "":
		case (p.gap == " " || p.gap == "-" || p.gap == "‐" || p.gap == "‑") && !u.Ideographic && !wasHan:
			if p.gap != " " {
				p.gap = "-"
			}
		default:
			p.start = true
		}
		end, wasHan = u.End, u.Ideographic
		switch {
		case u.Ideographic:
			if breaking[u.Text] {
				start = true
				continue
			}
			single := utf8.RuneCountInString(u.Text) == 1 && !inner[u.Text]
			if n := len(out) - 1; single && n >= 0 && out[n].single && !p.start { // 压, 扁: a word that the dictionary lacks
				out[n].text, out[n].alone = out[n].text+u.Text, true
				out[n].word = utf8.RuneCountInString(out[n].text) == 2
				continue
			}
			p.single, p.alone, p.edge, p.word = single, utf8.RuneCountInString(u.Text) > 1, !inner[u.Text], u.Term
		case strings.Trim(u.Text, "0123456789.") == "":
			if p.gap != "" || p.start { // 2: A part's number
				start = true
				continue
			}
			p.edge = false
		default:
			p.edge, p.alone = !u.Stop && !inner[u.Text], len(u.Text) > 1
			p.text = spelt(title[u.Start:u.End], u.Text, loud)
		}
		out = append(out, p)
	}
	c.pieces = out
	return out
}

// spelt is a word of Latin script as it is suggested: as the title has it if
// it has capitals of its own (LED, pH, IPv6) or is a model (B1, 5G), else folded.
func spelt(written, folded string, loud bool) string {
	if loud || len(written) != len(folded) {
		return folded
	}
	if len(written) == 1 || strings.ContainsAny(written, "0123456789") || strings.ContainsFunc(written[1:], unicode.IsUpper) {
		return written
	}
	return folded
}

// pairs hands every pair of neighbouring Han characters of a title to emit.
func pairs(title string, emit func(a, b rune)) {
	var last rune
	for _, r := range title[:min(len(title), maxTitle)] {
		r = han.Simplify(r)
		if !unicode.Is(unicode.Han, r) {
			last = 0
			continue
		}
		if last != 0 {
			emit(last, r)
		}
		last = r
	}
}
