package number

import "strings"

// ministries are the departments that publish standards as numbered notices,
// 农业部2122号公告-10.2-2014.
var ministries = [...]string{"农业农村部", "农业部", "卫生部", "国家卫生健康委员会", "国家卫生计生委", "生态环境部", "环境保护部", "工业和信息化部", "交通运输部", "住房和城乡建设部", "国家药品监督管理局", "国家林业和草原局", "海关总署"}

var notice = &family{name: "公告", level: Industry, country: "CN", traits: chinese}

// noticeNumber reads one at the position: the department, the notice's
// number, the standard's number within it, the year.
func (p *scan) noticeNumber() bool {
	s := p.s
	for _, m := range ministries {
		if !strings.HasPrefix(s[p.i:], m) {
			continue
		}
		i := skipSpace(s, p.i+len(m))
		before := strings.HasPrefix(s[i:], "公告")
		if before {
			i = skipSpace(s, i+len("公告"))
		}
		if strings.HasPrefix(s[i:], "第") {
			i = skipSpace(s, i+len("第"))
		}
		end := skipDigits(s, i)
		serial := s[i:end]
		end = skipSpace(s, end)
		if serial == "" || !strings.HasPrefix(s[end:], "号") {
			return false
		}
		end = skipSpace(s, end+len("号"))
		if strings.HasPrefix(s[end:], "公告") {
			end += len("公告")
		} else if !before {
			return false
		}
		p.n.fam, p.f, p.n.rules = notice, notice, notice
		p.n.org, p.n.serial = m, serial
		p.i = end
		p.evident = true
		p.components()
		p.tail()
		return true
	}
	return false
}
