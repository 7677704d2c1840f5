package segment

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompoundsInTheIndex(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ text, want string }{
		{"Type-C", "c type typec"},
		{"ＰＭ２．５", "5 pm2 pm2.5"},
		{"USB 3.0", "0 3 3.0 usb"},
		{"M8 5G IPv6 Q235B λ", "5g ipv6 m8 q235b λ"},
		{"IEEE 802.11ax", "11ax 802 802.11ax ieee"},
		{"non-destructive testing", "destruct non nondestruct test"},
		{"nondestructive testing", "nondestruct test"},
		{"PVC-U管", "pvc pvcu u 管"},
		{"parts 2-1 and 2019-2020", "1 2 2019 2020 part"},
		{"clause 4. 5 end. next", "4 5 claus end next"},
		{"r-s-t-u-v", "r s t u v"}, // too many words for a model number
		{"x--y", "x y"},
	} {
		var got []string
		for term := range terms(s, c.text) {
			got = append(got, term)
		}
		slices.Sort(got)
		if d := cmp.Diff(strings.Fields(c.want), got); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

func TestCompoundsInQueries(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		query   string
		words   string   // the units
		finds   []string // titles
		without []string
	}{
		{"Type-C", "typec", []string{"USB Type-C 接口", "TypeC", "Type C"}, []string{"Type B", "C 型"}},
		{"typec", "typec", []string{"USB Type-C 接口"}, []string{"type d"}},
		{"PM2.5检测", "pm2.5 检测", []string{"环境空气 PM2.5 检测"}, []string{"PM10 检测"}},
		{"USB 3.0", "usb 3.0", []string{"USB 3.0 cables"}, []string{"USB 2.1 cables"}},
		{"non-destructive", "non destructive", []string{"Nondestructive testing", "Non-destructive testing", "non destructive"}, []string{"destructive testing"}},
		{"nondestructive", "nondestructive", []string{"Non-destructive testing"}, []string{"destructive testing"}},
		{"fire-resistant doors", "fire resistant doors", []string{"Fire-resistant doors", "Doors, fire resistant"}, nil},
		{"X-ray", "xray", []string{"X-ray tubes", "X ray tubes", "Xray"}, []string{"gamma ray"}},
	} {
		units := s.Query(c.query)
		var words []string
		for _, u := range units {
			words = append(words, u.Text)
			if u.Start < 0 || u.End > len(c.query) || u.Start >= u.End {
				t.Errorf("%q: %q stands at %d to %d", c.query, u.Text, u.Start, u.End)
			}
		}
		if got := strings.Join(words, " "); got != c.words {
			t.Errorf("%q has the words %q, want %q", c.query, got, c.words)
		}
		for _, title := range c.finds {
			if !finds(units, terms(s, title)) {
				t.Errorf("%q does not find %q: %+v", c.query, title, units)
			}
		}
		for _, title := range c.without {
			if finds(units, terms(s, title)) {
				t.Errorf("%q finds %q", c.query, title)
			}
		}
	}
}
