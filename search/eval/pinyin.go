package eval

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// The readings here are not those of package han, on purpose: a query spelt by the
// table that reads it would only show that the table agrees with itself.

// readings are words with a character that the table reads otherwise than the
// word does, among those that titles have.
var readings = map[string]string{
	"增长": "zengzhang", "生长": "shengzhang", "成长": "chengzhang", "调查": "diaocha", "调研": "diaoyan", "调度": "diaodu",
	"校准": "jiaozhun", "校验": "jiaoyan", "校正": "jiaozheng", "校对": "jiaodui", "行业": "hangye", "银行": "yinhang",
	"弹性": "tanxing", "弹簧": "tanhuang", "重复": "chongfu", "重新": "chongxin", "重叠": "chongdie",
	"人参": "renshen", "党参": "dangshen", "海参": "haishen", "丹参": "danshen", "玄参": "xuanshen", "西洋参": "xiyangshen", "西藏": "xizang",
}

// usual are characters that words nearly always read otherwise than the table.
var usual = map[rune]string{'长': "chang", '调': "tiao", '轧': "zha", '曝': "bao"}

var soundArgs = pinyin.NewArgs()

// sound is the toneless reading of a character, ü as v; empty for one that has
// none.
func sound(r rune) string {
	if s := usual[r]; s != "" {
		return s
	}
	if s := pinyin.SinglePinyin(r, soundArgs); len(s) > 0 {
		return s[0]
	}
	return ""
}

// spell is a word in toneless pinyin; ok is false where a character has no
// reading.
func spell(word string) (_ string, ok bool) {
	if s := readings[word]; s != "" {
		return s, true
	}
	var b strings.Builder
	for _, r := range word {
		s := sound(r)
		if s == "" {
			return "", false
		}
		b.WriteString(s)
	}
	return b.String(), utf8.RuneCountInString(word) > 0
}
