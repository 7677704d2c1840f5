package number

import (
	"strconv"
	"strings"
)

// ID is the number as a path-safe id in lower case: "gb-t-19001-2016",
// "iso-9001-2015", "gb-t-5606.1-2004". It is made of the key, so that numbers
// with one key have one id. Letters, digits, dots and "~" stay, "+" becomes
// "_", a slash between digits "~", Chinese words of numbers become pinyin, everything else a single "-".
func (n Number) ID() string {
	key := n.Key()
	var buf [128]byte
	b := buf[:0]
	for i := 0; i < len(key); i++ {
		c := key[i]
		switch {
		case c-'A' < 26:
			b = append(b, c|0x20)
		case isAlnum(c), c == '.', c == '~':
			b = append(b, c)
		case c == '/' && i > 0 && isDigit(key[i-1]) && i+1 < len(key) && isDigit(key[i+1]):
			b = append(b, '~') // ISO 136/14 is not ISO 136-14
		case c == '+':
			b = append(b, '_')
		case c >= 0x80:
			return wideID(key)
		default:
			b = appendDash(b)
		}
	}
	return strings.Trim(string(b), "-")
}

func appendDash(b []byte) []byte {
	if len(b) == 0 || b[len(b)-1] == '-' {
		return b
	}
	return append(b, '-')
}

// pinyin are the Chinese words that occur in numbers.
var pinyin = strings.NewReplacer(
	"农业农村部", "nongyenongcunbu", "农业部", "nongyebu", "卫生部", "weishengbu", "号公告", "-gonggao", "公告", "gonggao",
	"(电子)", "-dianzi", "(机械)", "-jixie", "(铁道)", "-tiedao", "(交通)", "-jiaotong", "(航天)", "-hangtian", "(轻工)", "-qinggong", "(石化)", "-shihua",
	"(建材)", "-jiancai", "(通信)", "-tongxin", "(纺织)", "-fangzhi", "(民航)", "-minhang", "(核工)", "-hegong", "(石油)", "-shiyou", "(航空)", "-hangkong",
	"(地质)", "-dizhi", "(教委)", "-jiaowei", "(有色金属)", "-yousejinshu", "(化工)", "-huagong", "(船舶)", "-chuanbo", "(煤炭)", "-meitan", "(汽车)", "-qiche",
	"(纤检)", "-xianjian", "(烟草)", "-yancao", "(邮电)", "-youdian", "(电力)", "-dianli", "(建设)", "-jianshe", "(海洋)", "-haiyang", "(兵器)", "-bingqi",
	"(兵工民品)", "-binggongminpin", "(粮食)", "-liangshi", "(广电)", "-guangdian", "(商业)", "-shangye", "(气象)", "-qixiang", "(水利)", "-shuili",
	"(京)", "-jing", "(津)", "-jin", "(冀)", "-ji", "(晋)", "-shanxi", "(沪)", "-hu", "(苏)", "-su", "(浙)", "-zhe", "(皖)", "-wan", "(闽)", "-min", "(赣)", "-gan",
	"(鲁)", "-lu", "(豫)", "-henan", "(鄂)", "-e", "(湘)", "-xiang", "(粤)", "-yue", "(桂)", "-gui", "(琼)", "-qiong", "(渝)", "-yu", "(川)", "-chuan", "(黔)", "-qian",
	"(滇)", "-dian", "(藏)", "-zang", "(陕)", "-shaanxi", "(甘)", "-gansu", "(青)", "-qing", "(宁)", "-ning", "(新)", "-xin", "(蒙)", "-meng", "(辽)", "-liao", "(吉)", "-jilin", "(黑)", "-hei",
)

// wideID is the id of a key with other than ASCII characters. What has no
// word of its own is written as its code point.
func wideID(key string) string {
	var b []byte
	for _, r := range strings.ToLower(pinyin.Replace(key)) {
		switch {
		case r < 0x80 && isAlnum(byte(r)), r == '.', r == '~':
			b = append(b, byte(r))
		case r == '+':
			b = append(b, '_')
		case r < 0x80:
			b = appendDash(b)
		default:
			b = strconv.AppendInt(append(b, 'u'), int64(r), 16)
		}
	}
	return strings.Trim(string(b), "-")
}
