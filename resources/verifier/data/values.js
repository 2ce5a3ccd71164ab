// Made by `python -m tests.certificates.make_page`; change what it is made of.

export default {
 "version": "2023-05-05",
 "country": "VN",
 "negative": [
  "260415000"
 ],
 "positive": [
  "260373001"
 ],
 "product": [
  {
   "mp": "EU/1/20/1528",
   "name": "Comirnaty",
   "ma": "ORG-100030215",
   "vp": "1119349007",
   "ours": [
    "COM-A",
    "COM-C"
   ],
   "doses": 2,
   "icd11": "XM8NQ0",
   "snomed": {
    "28581000087106": "COM-A",
    "33361000087101": "COM-C",
    "34611000087105": ""
   },
   "cvx": {
    "208": "COM-A",
    "217": "COM-A",
    "218": "COM-C",
    "219": "",
    "300": "COM-A",
    "301": "COM-C",
    "302": "",
    "309": "COM-A",
    "310": "COM-C"
   }
  },
  {
   "mp": "EU/1/20/1507",
   "name": "Spikevax",
   "ma": "ORG-100031184",
   "vp": "1119349007",
   "ours": [
    "MOD",
    "MOD-C"
   ],
   "doses": 2,
   "icd11": "XM3DT5",
   "snomed": {
    "28571000087109": "MOD"
   },
   "cvx": {
    "207": "MOD",
    "221": "MOD",
    "227": "MOD-C",
    "228": "",
    "229": "MOD",
    "230": "",
    "312": "MOD"
   }
  },
  {
   "mp": "EU/1/21/1529",
   "name": "Vaxzevria",
   "ma": "ORG-100001699",
   "vp": "29061000087103",
   "ours": [
    "AZ"
   ],
   "doses": 2,
   "icd11": "XM4YL8",
   "snomed": {
    "28761000087108": "AZ"
   },
   "cvx": {
    "210": "AZ"
   }
  },
  {
   "mp": "EU/1/20/1525",
   "name": "Jcovden",
   "ma": "ORG-100001417",
   "vp": "29061000087103",
   "ours": [
    "JAN"
   ],
   "doses": 1,
   "icd11": "XM6QV1",
   "snomed": {
    "28951000087107": "JAN"
   },
   "cvx": {
    "212": "JAN"
   }
  },
  {
   "mp": "CVnCoV",
   "name": "CVnCoV",
   "ma": "ORG-100006270",
   "vp": "1119349007"
  },
  {
   "mp": "Sputnik-V",
   "name": "Sputnik-V",
   "ma": "Gamaleya-Research-Institute",
   "vp": "29061000087103",
   "ours": [
    "SPUT"
   ],
   "doses": 2,
   "icd11": "XM5ZJ4",
   "snomed": {
    "31341000087103": "SPUT"
   },
   "cvx": {
    "505": "SPUT"
   }
  },
  {
   "mp": "Convidecia",
   "name": "Convidecia",
   "ma": "ORG-100013793",
   "vp": "29061000087103",
   "doses": 1,
   "icd11": "XM1AG7"
  },
  {
   "mp": "EpiVacCorona",
   "name": "EpiVacCorona",
   "ma": "Vector-Institute",
   "vp": "1162643001",
   "icd11": "XM6SZ8"
  },
  {
   "mp": "BBIBP-CorV",
   "name": "BBIBP-CorV",
   "ma": "ORG-100020693",
   "vp": "1157024006",
   "ours": [
    "VERO"
   ],
   "doses": 2,
   "icd11": "XM8866",
   "snomed": {
    "31301000087101": "VERO"
   },
   "cvx": {
    "510": "VERO"
   }
  },
  {
   "mp": "CoronaVac",
   "name": "CoronaVac",
   "ma": "Sinovac-Biotech",
   "vp": "1157024006",
   "icd11": "XM7HT3",
   "cvx": {
    "511": ""
   }
  },
  {
   "mp": "Covaxin",
   "name": "Covaxin",
   "ma": "Bharat-Biotech",
   "vp": "1157024006",
   "icd11": "XM1G90",
   "cvx": {
    "502": ""
   }
  },
  {
   "mp": "Covishield",
   "name": "Covishield",
   "ma": "ORG-100001981",
   "vp": "29061000087103",
   "ours": [
    "AZ"
   ],
   "doses": 2,
   "icd11": "XM97T2"
  },
  {
   "mp": "Covid-19-recombinant",
   "name": "Covid-19 (recombinant)",
   "ma": "Fiocruz",
   "vp": "29061000087103",
   "ours": [
    "AZ"
   ],
   "doses": 2
  },
  {
   "mp": "R-COVI",
   "name": "R-COVI",
   "ma": "ORG-100007893",
   "vp": "29061000087103",
   "ours": [
    "AZ"
   ],
   "doses": 2
  },
  {
   "mp": "CoviVac",
   "name": "CoviVac",
   "ma": "Chumakov-Federal-Scientific-Center",
   "vp": "1157024006",
   "icd11": "XM85P5"
  },
  {
   "mp": "Sputnik-Light",
   "name": "Sputnik Light",
   "ma": "Gamaleya-Research-Institute",
   "vp": "29061000087103",
   "doses": 1,
   "icd11": "XM5QM6",
   "cvx": {
    "504": ""
   }
  },
  {
   "mp": "Hayat-Vax",
   "name": "Hayat-Vax",
   "ma": "ORG-100023050",
   "vp": "1157024006",
   "ours": [
    "HAY"
   ],
   "doses": 2,
   "icd11": "XM9FQ7"
  },
  {
   "mp": "Abdala",
   "name": "Abdala",
   "ma": "CIGB",
   "vp": "28531000087107",
   "ours": [
    "ABD"
   ],
   "doses": 3,
   "snomed": {
    "33391000087109": "ABD"
   }
  },
  {
   "mp": "WIBP-CorV",
   "name": "WIBP-CorV",
   "ma": "Sinopharm-WIBP",
   "vp": "1157024006",
   "icd11": "XM1AU2",
   "snomed": {
    "33201000087108": ""
   },
   "formerly": [
    "Inactivated-SARS-CoV-2-Vero-Cell"
   ]
  },
  {
   "mp": "MVC-COV1901",
   "name": "MVC COVID-19 vaccine",
   "ma": "ORG-100033914",
   "vp": "1162643001",
   "icd11": "XM4EC8"
  },
  {
   "mp": "EU/1/21/1618",
   "name": "Nuvaxovid",
   "ma": "ORG-100032020",
   "vp": "1162643001",
   "cvx": {
    "211": "",
    "313": ""
   },
   "formerly": [
    "NVX-CoV2373"
   ]
  },
  {
   "mp": "Covovax",
   "name": "Covovax",
   "ma": "ORG-100001981",
   "vp": "1162643001"
  },
  {
   "mp": "EpiVacCorona-N",
   "name": "EpiVacCorona-N",
   "ma": "Vector-Institute",
   "vp": "1162643001"
  },
  {
   "mp": "Sputnik-M",
   "name": "Sputnik M",
   "ma": "Gamaleya-Research-Institute",
   "vp": "29061000087103"
  },
  {
   "mp": "Covid-19-adsorvida-inativada",
   "name": "Vacina adsorvida covid-19 (inativada)",
   "ma": "Instituto-Butantan",
   "vp": "1157024006"
  },
  {
   "mp": "NVSI-06-08",
   "name": "NVSI-06-08",
   "ma": "NVSI",
   "vp": "28531000087107"
  },
  {
   "mp": "YS-SC2-010",
   "name": "YS-SC2-010",
   "ma": "Yisheng-Biopharma",
   "vp": "28531000087107"
  },
  {
   "mp": "SCTV01C",
   "name": "SCTV01C",
   "ma": "ORG-100026614",
   "vp": "28531000087107"
  },
  {
   "mp": "Covifenz",
   "name": "Covifenz",
   "ma": "ORG-100008549",
   "vp": "28531000087107"
  },
  {
   "mp": "AZD2816",
   "name": "AZD2816",
   "ma": "ORG-100001699",
   "vp": "29061000087103"
  },
  {
   "mp": "Soberana-02",
   "name": "Soberana 02",
   "ma": "Finlay-Institute",
   "vp": "28531000087107",
   "icd11": "XM3PG0"
  },
  {
   "mp": "Soberana-Plus",
   "name": "Soberana Plus",
   "ma": "Finlay-Institute",
   "vp": "28531000087107"
  },
  {
   "mp": "EU/1/21/1624",
   "name": "COVID-19 Vaccine Valneva",
   "ma": "ORG-100036422",
   "vp": "28531000087107",
   "formerly": [
    "VLA2001"
   ]
  },
  {
   "mp": "EU/1/21/1580",
   "name": "VidPrevtyn Beta",
   "ma": "ORG-100000788",
   "vp": "28531000087107",
   "formerly": [
    "Vidprevtyn"
   ]
  },
  {
   "mp": "EU/1/22/1709",
   "name": "Bimervax",
   "ma": "ORG-100036914",
   "vp": "28531000087107"
  }
 ]
};
