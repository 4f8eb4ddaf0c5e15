package models_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestOfAnAddressItsNetworkStays(t *testing.T) {
	for ip, want := range map[string]string{
		"203.0.113.77":              "203.0.113.0",
		"::ffff:203.0.113.77":       "203.0.113.0",
		"2001:db8:1:2:3:4:5:6":      "2001:db8:1::",
		"fe80::1%eth0":              "fe80::",
		"":                          "",
		"nowhere":                   "",
		"203.0.113.77:443":          "",
		"203.0.113.0/24":            "",
		"<script>alert(1)</script>": "",
	} {
		if got := models.ShortIP(ip); got != want {
			t.Errorf("of %q stays %q, want %q", ip, got, want)
		}
	}
}

func TestOfEachKindOfActivityIsKeptWhatItsCategorySays(t *testing.T) {
	sent := models.Activity{Detail: "frames", IP: "203.0.113.77", Browser: "Jolara", Operator: "China Mobile", Language: "zh-CN"}
	for category, kinds := range models.ActivityKinds {
		for _, kind := range kinds {
			if kind.Category() != category {
				t.Errorf("%s belongs to %s", kind, kind.Category())
			}
			sent.Kind = kind
			want := sent
			switch category {
			case models.CategoryBehaviour:
				want.IP = "203.0.113.0"
			case models.CategoryOrders:
				want.IP, want.Browser, want.Operator, want.Language = "", "", "", ""
			}
			if got := sent.Arrived(); got != want {
				t.Errorf("of %s is kept %+v", kind, got)
			}
		}
	}
}

func TestBehaviourIsNotCollectedFromMinors(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	for category, kinds := range models.ActivityKinds {
		for _, kind := range kinds {
			for _, band := range []models.Band{models.BandUnder8, models.Band8To13, models.Band14To17, models.BandAdult} {
				row := models.SentActivity{EventID: "e", Person: "p", Activity: models.Activity{Kind: kind, At: now}}
				refused := row.Check(band, models.BehaviourKept{}, now) != nil
				if want := band.Minor() && category == models.CategoryBehaviour; refused != want {
					t.Errorf("%s of %s: refused %t", kind, band, refused)
				}
			}
		}
	}
}
