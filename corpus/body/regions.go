package body

// localSeries are the series of local standards by their letters, which stand
// before the digits of a region. The name is empty of the common one.
var localSeries = map[string]name{
	"DB": {}, "DG": {},
	"DBS": {"食品安全地方标准", "local food safety standard"}, "DBJ": {"工程建设地方标准", "local standard for construction"},
}

// regions are the provinces by the first digits of the codes of GB/T 2260.
var regions = map[string]name{
	"11": {"北京市", "Beijing"}, "12": {"天津市", "Tianjin"}, "13": {"河北省", "Hebei"}, "14": {"山西省", "Shanxi"}, "15": {"内蒙古自治区", "Inner Mongolia"},
	"21": {"辽宁省", "Liaoning"}, "22": {"吉林省", "Jilin"}, "23": {"黑龙江省", "Heilongjiang"},
	"31": {"上海市", "Shanghai"}, "32": {"江苏省", "Jiangsu"}, "33": {"浙江省", "Zhejiang"}, "34": {"安徽省", "Anhui"}, "35": {"福建省", "Fujian"}, "36": {"江西省", "Jiangxi"}, "37": {"山东省", "Shandong"},
	"41": {"河南省", "Henan"}, "42": {"湖北省", "Hubei"}, "43": {"湖南省", "Hunan"}, "44": {"广东省", "Guangdong"}, "45": {"广西壮族自治区", "Guangxi"}, "46": {"海南省", "Hainan"},
	"50": {"重庆市", "Chongqing"}, "51": {"四川省", "Sichuan"}, "52": {"贵州省", "Guizhou"}, "53": {"云南省", "Yunnan"}, "54": {"西藏自治区", "Tibet"},
	"61": {"陕西省", "Shaanxi"}, "62": {"甘肃省", "Gansu"}, "63": {"青海省", "Qinghai"}, "64": {"宁夏回族自治区", "Ningxia"}, "65": {"新疆维吾尔自治区", "Xinjiang"}, "66": {"新疆生产建设兵团", "Xinjiang Production and Construction Corps"},
}

// shortRegions are the provinces by the character that stands for them, as in
// JJF(浙).
var shortRegions = map[string]string{
	"京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23", "沪": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37",
	"豫": "41", "鄂": "42", "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "黔": "52", "贵": "52", "滇": "53", "云": "53", "藏": "54", "陕": "61", "甘": "62", "青": "63", "宁": "64", "新": "65",
}

// cities are those that issue many local standards, by the first four digits;
// the standards of others are told by their province.
var cities = map[string]name{
	"1301": {"石家庄市", "Shijiazhuang"}, "1303": {"秦皇岛市", "Qinhuangdao"}, "1305": {"邢台市", "Xingtai"}, "1310": {"廊坊市", "Langfang"}, "1331": {"雄安新区", "Xiong'an"},
	"1401": {"太原市", "Taiyuan"}, "1404": {"长治市", "Changzhi"}, "1405": {"晋城市", "Jincheng"}, "1410": {"临汾市", "Linfen"}, "1501": {"呼和浩特市", "Hohhot"}, "1502": {"包头市", "Baotou"}, "1504": {"赤峰市", "Chifeng"}, "1509": {"乌兰察布市", "Ulanqab"},
	"2101": {"沈阳市", "Shenyang"}, "2102": {"大连市", "Dalian"}, "2201": {"长春市", "Changchun"}, "2301": {"哈尔滨市", "Harbin"}, "2304": {"鹤岗市", "Hegang"}, "2310": {"牡丹江市", "Mudanjiang"}, "2311": {"黑河市", "Heihe"},
	"3201": {"南京市", "Nanjing"}, "3202": {"无锡市", "Wuxi"}, "3203": {"徐州市", "Xuzhou"}, "3204": {"常州市", "Changzhou"}, "3205": {"苏州市", "Suzhou"}, "3206": {"南通市", "Nantong"}, "3207": {"连云港市", "Lianyungang"}, "3208": {"淮安市", "Huai'an"}, "3209": {"盐城市", "Yancheng"}, "3210": {"扬州市", "Yangzhou"}, "3211": {"镇江市", "Zhenjiang"}, "3212": {"泰州市", "Taizhou"}, "3213": {"宿迁市", "Suqian"},
	"3301": {"杭州市", "Hangzhou"}, "3302": {"宁波市", "Ningbo"}, "3303": {"温州市", "Wenzhou"}, "3304": {"嘉兴市", "Jiaxing"}, "3305": {"湖州市", "Huzhou"}, "3306": {"绍兴市", "Shaoxing"}, "3307": {"金华市", "Jinhua"}, "3308": {"衢州市", "Quzhou"}, "3309": {"舟山市", "Zhoushan"}, "3310": {"台州市", "Taizhou"}, "3311": {"丽水市", "Lishui"},
	"3401": {"合肥市", "Hefei"}, "3411": {"滁州市", "Chuzhou"}, "3501": {"福州市", "Fuzhou"}, "3502": {"厦门市", "Xiamen"}, "3505": {"泉州市", "Quanzhou"}, "3601": {"南昌市", "Nanchang"},
	"3701": {"济南市", "Jinan"}, "3702": {"青岛市", "Qingdao"}, "3703": {"淄博市", "Zibo"}, "3706": {"烟台市", "Yantai"}, "3707": {"潍坊市", "Weifang"}, "3708": {"济宁市", "Jining"}, "3709": {"泰安市", "Tai'an"}, "3710": {"威海市", "Weihai"}, "3711": {"日照市", "Rizhao"}, "3713": {"临沂市", "Linyi"}, "3714": {"德州市", "Dezhou"},
	"4101": {"郑州市", "Zhengzhou"}, "4103": {"洛阳市", "Luoyang"}, "4104": {"平顶山市", "Pingdingshan"}, "4105": {"安阳市", "Anyang"}, "4106": {"鹤壁市", "Hebi"}, "4107": {"新乡市", "Xinxiang"}, "4108": {"焦作市", "Jiaozuo"}, "4109": {"濮阳市", "Puyang"}, "4112": {"三门峡市", "Sanmenxia"}, "4117": {"驻马店市", "Zhumadian"},
	"4201": {"武汉市", "Wuhan"}, "4203": {"十堰市", "Shiyan"}, "4301": {"长沙市", "Changsha"}, "4302": {"株洲市", "Zhuzhou"}, "4331": {"湘西州", "Xiangxi"},
	"4401": {"广州市", "Guangzhou"}, "4403": {"深圳市", "Shenzhen"}, "4404": {"珠海市", "Zhuhai"}, "4406": {"佛山市", "Foshan"}, "4419": {"东莞市", "Dongguan"}, "4420": {"中山市", "Zhongshan"}, "4501": {"南宁市", "Nanning"}, "4503": {"桂林市", "Guilin"}, "4601": {"海口市", "Haikou"},
	"5101": {"成都市", "Chengdu"}, "5106": {"德阳市", "Deyang"}, "5115": {"宜宾市", "Yibin"}, "5117": {"达州市", "Dazhou"}, "5201": {"贵阳市", "Guiyang"}, "5203": {"遵义市", "Zunyi"}, "5223": {"黔西南州", "Qianxinan"},
	"5301": {"昆明市", "Kunming"}, "5303": {"曲靖市", "Qujing"}, "5304": {"玉溪市", "Yuxi"}, "5305": {"保山市", "Baoshan"}, "5306": {"昭通市", "Zhaotong"}, "5307": {"丽江市", "Lijiang"}, "5308": {"普洱市", "Pu'er"}, "5325": {"红河州", "Honghe"}, "5328": {"西双版纳州", "Xishuangbanna"}, "5331": {"德宏州", "Dehong"}, "5333": {"怒江州", "Nujiang"}, "5334": {"迪庆州", "Diqing"},
	"6101": {"西安市", "Xi'an"}, "6103": {"宝鸡市", "Baoji"}, "6107": {"汉中市", "Hanzhong"}, "6201": {"兰州市", "Lanzhou"}, "6301": {"西宁市", "Xining"}, "6401": {"银川市", "Yinchuan"}, "6501": {"乌鲁木齐市", "Urumqi"},
}
