package body

// names are the publishers and series by code. Codes with the letter of the
// mandate are here where the series is called otherwise with it.
var names = map[string]name{
	// China: national.
	"GB": {"强制性国家标准", "National standard, mandatory"}, "GB/T": {"推荐性国家标准", "National standard, voluntary"}, "GB/Z": {"国家标准化指导性技术文件", "National technical guidance document"},
	"GBn": {"国家内部标准", "Internal national standard"}, "GBZ": {"国家职业卫生标准", "National occupational health standard"}, "GBZ/T": {"国家职业卫生标准，推荐性", "National occupational health standard, voluntary"},
	"GBJ": {"工程建设国家标准", "National standard for construction"}, "GSB": {"国家实物标准", "National physical standard"}, "GJB": {"国家军用标准", "National military standard"},
	"JJG": {"国家计量检定规程", "National verification regulation"}, "JJF": {"国家计量技术规范", "National metrological specification"},
	"TSG": {"特种设备安全技术规范", "Safety technical regulation for special equipment"}, "YBB": {"国家药包材标准", "National standard for pharmaceutical packaging"},
	"CNAS": {"中国合格评定国家认可委员会", "China National Accreditation Service for Conformity Assessment"}, "CNCA": {"国家认证认可监督管理委员会", "Certification and Accreditation Administration of China"},
	"ZB": {"专业标准", "Professional standard (until 1990)"}, "公告/农业部": {"农业部公告", "Announcement of the Ministry of Agriculture"}, "公告/农业农村部": {"农业农村部公告", "Announcement of the Ministry of Agriculture and Rural Affairs"},
	"SZDB": {"深圳市标准化指导性技术文件", "Standardization guidance document of Shenzhen"}, "SZ": {"深圳市", "Shenzhen"}, "SZJG": {"深圳经济特区技术规范", "Technical specification of the Shenzhen Special Economic Zone"},
	"CECS": {"中国工程建设标准化协会", "China Association for Engineering Construction Standardization"}, "CAS": {"中国标准化协会", "China Association for Standardization"}, "CSM": {"中国金属学会", "Chinese Society for Metals"},

	// Chinese industries.
	"AQ": {"安全生产", "Work safety"}, "BB": {"包装", "Packaging"}, "CB": {"船舶", "Shipbuilding"}, "CH": {"测绘", "Surveying and mapping"}, "CJ": {"城镇建设", "Urban construction"}, "CJJ": {"城镇建设工程", "Urban construction engineering"},
	"CY": {"新闻出版", "Press and publication"}, "DA": {"档案", "Archives"}, "DB": {"地震", "Seismology"}, "DL": {"电力", "Electric power"}, "DY": {"电影", "Film"}, "DZ": {"地质矿产", "Geology and minerals"}, "EJ": {"核工业", "Nuclear industry"},
	"FZ": {"纺织", "Textiles"}, "GA": {"公共安全", "Public security"}, "GC": {"国家物资储备", "National reserves"}, "GH": {"供销合作", "Supply and marketing cooperatives"}, "GM": {"密码", "Cryptography"}, "GY": {"广播电视和网络视听", "Radio, television and online media"},
	"HB": {"航空", "Aviation"}, "HG": {"化工", "Chemicals"}, "HJ": {"生态环境", "Ecology and environment"}, "HS": {"海关", "Customs"}, "HY": {"海洋", "Oceans"}, "JB": {"机械", "Machinery"}, "JC": {"建材", "Building materials"}, "JG": {"建筑工业", "Building industry"}, "JGJ": {"建筑工程", "Building engineering"},
	"JR": {"金融", "Finance"}, "JS": {"机关事务", "Government offices administration"}, "JT": {"交通运输", "Transport"}, "JTG": {"公路工程", "Highway engineering"}, "JTJ": {"交通工程", "Transport engineering"}, "JTS": {"水运工程", "Port and waterway engineering"}, "JY": {"教育", "Education"}, "KA": {"矿山安全", "Mine safety"},
	"LB": {"旅游", "Tourism"}, "LD": {"人力资源和社会保障", "Human resources and social security"}, "LS": {"粮食", "Grain"}, "LY": {"林业", "Forestry"}, "MH": {"民用航空", "Civil aviation"}, "MR": {"市场监管", "Market regulation"}, "MT": {"煤炭", "Coal"}, "MZ": {"民政", "Civil affairs"},
	"NB": {"能源", "Energy"}, "NJ": {"农业机械", "Agricultural machinery"}, "NY": {"农业", "Agriculture"}, "QB": {"轻工", "Light industry"}, "QC": {"汽车", "Automobiles"}, "QJ": {"航天", "Space"}, "QX": {"气象", "Meteorology"}, "RB": {"认证认可", "Certification and accreditation"}, "RF": {"人民防空", "Civil air defence"},
	"SB": {"国内贸易", "Domestic trade"}, "SC": {"水产", "Fisheries"}, "SD": {"水利电力", "Water resources and electric power"}, "SF": {"司法", "Justice"}, "SH": {"石油化工", "Petrochemicals"}, "SJ": {"电子", "Electronics"}, "SL": {"水利", "Water resources"}, "SN": {"出入境检验检疫", "Entry-exit inspection and quarantine"},
	"SW": {"税务", "Taxation"}, "SY": {"石油天然气", "Petroleum and natural gas"}, "SYJ": {"石油工程", "Petroleum engineering"}, "TB": {"铁路运输", "Railway transport"}, "TD": {"土地管理", "Land administration"}, "TY": {"体育", "Sport"}, "WB": {"物资管理", "Materials management"}, "WH": {"文化", "Culture"}, "WJ": {"兵工民品", "Civil products of the ordnance industry"},
	"WM": {"外经贸", "Foreign trade"}, "WS": {"卫生健康", "Health"}, "WW": {"文物保护", "Cultural heritage"}, "XB": {"稀土", "Rare earths"}, "XF": {"消防救援", "Fire and rescue"}, "YB": {"黑色冶金", "Ferrous metallurgy"}, "YBJ": {"冶金工程", "Metallurgical engineering"}, "YC": {"烟草", "Tobacco"}, "YD": {"通信", "Communications"},
	"YJ": {"应急管理", "Emergency management"}, "YS": {"有色金属", "Non-ferrous metals"}, "YY": {"医药", "Medicine"}, "YZ": {"邮政", "Postal services"}, "ZY": {"中医药", "Traditional Chinese medicine"},

	// International and regional.
	"ISO": {"国际标准化组织", "International Organization for Standardization"}, "IEC": {"国际电工委员会", "International Electrotechnical Commission"}, "CISPR": {"国际无线电干扰特别委员会", "International Special Committee on Radio Interference"},
	"ISO/IEC": {"国际标准化组织、国际电工委员会", "ISO and IEC, jointly"}, "IWA": {"国际研讨会协议", "International Workshop Agreement"},
	"ITU-T": {"国际电信联盟电信标准化部门", "ITU Telecommunication Standardization Sector"}, "ITU-R": {"国际电信联盟无线电通信部门", "ITU Radiocommunication Sector"}, "ITU-D": {"国际电信联盟电信发展部门", "ITU Telecommunication Development Sector"}, "CCITT": {"国际电报电话咨询委员会", "International Telegraph and Telephone Consultative Committee"},
	"3GPP": {"第三代合作伙伴计划", "3rd Generation Partnership Project"}, "ETSI": {"欧洲电信标准化协会", "European Telecommunications Standards Institute"}, "ECMA": {"Ecma 国际", "Ecma International"}, "OIML": {"国际法制计量组织", "International Organization of Legal Metrology"}, "BIPM": {"国际计量局", "International Bureau of Weights and Measures"},
	"JCGM": {"计量学指南联合委员会", "Joint Committee for Guides in Metrology"}, "CIE": {"国际照明委员会", "International Commission on Illumination"}, "CCSDS": {"空间数据系统咨询委员会", "Consultative Committee for Space Data Systems"}, "IHO": {"国际海道测量组织", "International Hydrographic Organization"}, "IDF": {"国际乳品联合会", "International Dairy Federation"},
	"UIC": {"国际铁路联盟", "International Union of Railways"}, "WMO": {"世界气象组织", "World Meteorological Organization"}, "OGC": {"开放地理空间信息联盟", "Open Geospatial Consortium"}, "IETF": {"互联网工程任务组", "Internet Engineering Task Force"}, "RFC": {"互联网工程任务组 RFC", "Requests for Comments of the IETF"}, "W3C": {"万维网联盟", "World Wide Web Consortium"},
	"OASIS": {"结构化信息标准促进组织", "OASIS Open"}, "OMG": {"对象管理组织", "Object Management Group"}, "EN": {"欧洲标准", "European Standard"}, "ENV": {"欧洲试行标准", "European Prestandard"}, "HD": {"欧洲协调文件", "Harmonization Document"}, "CEN": {"欧洲标准化委员会", "European Committee for Standardization"},
	"CLC": {"欧洲电工标准化委员会", "European Committee for Electrotechnical Standardization"}, "CWA": {"欧洲研讨会协议", "CEN Workshop Agreement"}, "GOST": {"独联体跨国标准", "Interstate standard of the CIS"},

	// Other countries.
	"DIN": {"德国标准化学会", "German Institute for Standardization"}, "VDE": {"德国电气工程师协会", "German Association for Electrical Technologies"}, "VDI": {"德国工程师协会", "Association of German Engineers"}, "BS": {"英国标准", "British Standard"}, "BSI": {"英国标准协会", "British Standards Institution"}, "NF": {"法国标准", "French standard"},
	"JIS": {"日本工业标准", "Japanese Industrial Standards"}, "KS": {"韩国标准", "Korean Standard"}, "GOST R": {"俄罗斯国家标准", "National standard of Russia"}, "AS": {"澳大利亚标准", "Australian Standard"}, "NZS": {"新西兰标准", "New Zealand Standard"}, "CSA": {"加拿大标准协会", "Canadian Standards Association"}, "CAN": {"加拿大国家标准", "National Standard of Canada"},
	"ULC": {"加拿大保险商实验室", "Underwriters Laboratories of Canada"}, "CGSB": {"加拿大通用标准局", "Canadian General Standards Board"}, "CNS": {"中国台湾地区标准", "Standard of the Taiwan region of China"}, "IS": {"印度标准", "Indian Standard"}, "SANS": {"南非国家标准", "South African National Standard"}, "MS": {"马来西亚标准", "Malaysian Standard"},
	"UNE": {"西班牙标准", "Spanish standard"}, "UNI": {"意大利标准", "Italian standard"}, "NEN": {"荷兰标准", "Dutch standard"}, "NBN": {"比利时标准", "Belgian standard"}, "ONORM": {"奥地利标准", "Austrian standard"}, "SS": {"瑞典标准", "Swedish standard"}, "DS": {"丹麦标准", "Danish standard"}, "NS": {"挪威标准", "Norwegian standard"}, "SFS": {"芬兰标准", "Finnish standard"},
	"PN": {"波兰标准", "Polish standard"}, "CSN": {"捷克标准", "Czech standard"}, "STN": {"斯洛伐克标准", "Slovak standard"}, "MSZ": {"匈牙利标准", "Hungarian standard"}, "DSTU": {"乌克兰国家标准", "National standard of Ukraine"}, "STB": {"白俄罗斯国家标准", "National standard of Belarus"}, "TCVN": {"越南国家标准", "National standard of Vietnam"}, "SNI": {"印度尼西亚国家标准", "National standard of Indonesia"},
	"ANSI": {"美国国家标准学会", "American National Standards Institute"}, "ASA": {"美国标准协会", "American Standards Association"}, "USAS": {"美国标准学会", "United States of America Standards Institute"}, "ASTM": {"美国材料与试验协会", "ASTM International"}, "ASME": {"美国机械工程师学会", "American Society of Mechanical Engineers"}, "API": {"美国石油学会", "American Petroleum Institute"},
	"IEEE": {"电气电子工程师学会", "Institute of Electrical and Electronics Engineers"}, "AIEE": {"美国电气工程师学会", "American Institute of Electrical Engineers"}, "IRE": {"无线电工程师学会", "Institute of Radio Engineers"}, "NESC": {"美国国家电气安全规范", "National Electrical Safety Code"}, "NIST": {"美国国家标准与技术研究院", "National Institute of Standards and Technology"}, "NBS": {"美国国家标准局", "National Bureau of Standards"},
	"FIPS": {"美国联邦信息处理标准", "Federal Information Processing Standards"}, "MIL": {"美国军用标准", "United States military standard"}, "SAE": {"国际自动机工程师学会", "SAE International"}, "UL": {"UL 标准", "UL Standards"}, "NFPA": {"美国消防协会", "National Fire Protection Association"}, "AWS": {"美国焊接学会", "American Welding Society"}, "AWWA": {"美国水行业协会", "American Water Works Association"},
	"AAMI": {"美国医疗器械促进协会", "Association for the Advancement of Medical Instrumentation"}, "AASHTO": {"美国州公路及运输协会", "American Association of State Highway and Transportation Officials"}, "ASHRAE": {"美国采暖、制冷与空调工程师学会", "American Society of Heating, Refrigerating and Air-Conditioning Engineers"}, "ACI": {"美国混凝土学会", "American Concrete Institute"},
	"TIA": {"美国电信工业协会", "Telecommunications Industry Association"}, "EIA": {"美国电子工业联盟", "Electronic Industries Alliance"}, "IPC": {"国际电子工业联接协会", "IPC, Association Connecting Electronics Industries"}, "NEMA": {"美国电气制造商协会", "National Electrical Manufacturers Association"}, "CLSI": {"临床和实验室标准协会", "Clinical and Laboratory Standards Institute"},
	"SMPTE": {"电影电视工程师学会", "Society of Motion Picture and Television Engineers"}, "NACE": {"国际腐蚀工程师协会", "NACE International"}, "AMPP": {"材料防护与性能协会", "Association for Materials Protection and Performance"}, "ANS": {"美国核学会", "American Nuclear Society"}, "NSF": {"美国国家卫生基金会", "NSF International"},
}

// industries are the Chinese industries by name, in both languages.
var industries = make(map[string]bool)

func init() {
	for code, n := range names {
		if len(code) == 2 && code[0] != 'G' || code == "GA" || code == "GC" || code == "GH" || code == "GM" || code == "GY" {
			industries[n.zh], industries[n.en] = true, true
		}
	}
}

// metrology are the series of which ministries and provinces issue documents of
// their own.
var metrology = map[string]name{
	"JJG": {"计量检定规程", "Verification regulation"}, "JJF": {"计量技术规范", "Metrological specification"},
}

// associations are the owners of group standards, by the code behind T/.
var associations = map[string]name{
	"CECS": {"中国工程建设标准化协会", "China Association for Engineering Construction Standardization"}, "CAS": {"中国标准化协会", "China Association for Standardization"}, "CAQ": {"中国质量协会", "China Association for Quality"}, "CCSA": {"中国通信标准化协会", "China Communications Standards Association"},
	"CEC": {"中国电力企业联合会", "China Electricity Council"}, "CSEE": {"中国电机工程学会", "Chinese Society for Electrical Engineering"}, "CES": {"中国电工技术学会", "China Electrotechnical Society"}, "CMES": {"中国机械工程学会", "Chinese Mechanical Engineering Society"}, "CPMA": {"中华预防医学会", "Chinese Preventive Medicine Association"},
	"CACM": {"中华中医药学会", "China Association of Chinese Medicine"}, "CATCM": {"中国中药协会", "China Association of Traditional Chinese Medicine"}, "CFA": {"中国铸造协会", "China Foundry Association"}, "CFLP": {"中国物流与采购联合会", "China Federation of Logistics and Purchasing"}, "CGCC": {"中国商业联合会", "China General Chamber of Commerce"},
	"CHES": {"中国水利学会", "Chinese Hydraulic Engineering Society"}, "CSTM": {"中关村材料试验技术联盟", "Zhongguancun Materials Testing Technology Alliance"}, "CSAE": {"中国汽车工程学会", "China Society of Automotive Engineers"}, "CAAMTB": {"中国汽车工业协会", "China Association of Automobile Manufacturers"}, "CNLIC": {"中国轻工业联合会", "China National Light Industry Council"},
	"CRIA": {"中国橡胶工业协会", "China Rubber Industry Association"}, "CAMDI": {"中国医疗器械行业协会", "China Association for Medical Devices Industry"}, "CAME": {"中国医学装备协会", "China Association of Medical Equipment"}, "CHAS": {"中国医院协会", "Chinese Hospital Association"}, "CHIA": {"中国卫生信息与健康医疗大数据学会", "Chinese Medical Information and Big Data Association"},
	"CIECCPA": {"中国工业节能与清洁生产协会", "China Industrial Energy Conservation and Clean Production Association"}, "CCPITCSC": {"中国国际贸易促进委员会商业行业委员会", "China Council for the Promotion of International Trade, Commercial Sub-Council"}, "CI": {"中国国际科技促进会", "China Association for International Promotion of Science and Technology"}, "CSPSTC": {"中国科技产业化促进会", "China Association for Promotion of Science and Technology Industrialization"},
	"CCOA": {"中国粮油学会", "Chinese Cereals and Oils Association"}, "CIQA": {"中国出入境检验检疫协会", "China Entry-Exit Inspection and Quarantine Association"}, "CPSS": {"中国电源学会", "China Power Supply Society"}, "CSPIA": {"中国安全防范产品行业协会", "China Security and Protection Industry Association"}, "CAGIS": {"中国地理信息产业协会", "China Association for Geospatial Industry and Sciences"},
	"CSRME": {"中国岩石力学与工程学会", "Chinese Society for Rock Mechanics and Engineering"}, "CACE": {"中国循环经济协会", "China Association of Circular Economy"}, "CNFMA": {"中国林业机械协会", "China Forestry Machinery Association"}, "CHATA": {"中国防痨协会", "Chinese Antituberculosis Association"}, "IAC": {"中国保险行业协会", "Insurance Association of China"},
	"ZZB": {"浙江省品牌建设联合会", "Zhejiang Association of Brand Development"}, "CAOE": {"中国海洋工程咨询协会", "China Association of Oceanic Engineering"}, "CNFPIA": {"中国林产工业协会", "China National Forest Products Industry Association"}, "GXAS": {"广西标准化协会", "Guangxi Association for Standardization"}, "GDMA": {"广东省市场协会", "Guangdong Market Association"},
	"CADERM": {"中国医学救援协会", "China Association for Disaster and Emergency Rescue Medicine"}, "CSBME": {"中国生物医学工程学会", "Chinese Society of Biomedical Engineering"}, "CAPEC": {"中国设备监理协会", "China Association of Plant Engineering Consultants"}, "CAAM": {"中国针灸学会", "China Association of Acupuncture-Moxibustion"},
	"CNAS": {"中华护理学会", "Chinese Nursing Association"},
}
