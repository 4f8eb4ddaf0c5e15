package models_test

import (
	"testing"

	"jolara.com/privacy/models"
)

func TestANetworkIsCountedAsOneCaller(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.17":                         "192.0.2.0/24",
		"192.0.2.255":                        "192.0.2.0/24",
		"192.0.3.1":                          "192.0.3.0/24",
		"::ffff:192.0.2.17":                  "192.0.2.0/24", // IPv4, as a listener on both sees it
		"2001:db8:1:2:3:4:5:6":               "2001:db8:1:2::/64",
		"2001:db8:1:2::":                     "2001:db8:1:2::/64",
		"fe80::1%eth0":                       "fe80::/64",
		"127.0.0.1":                          "127.0.0.0/24",
		"::1":                                "::/64",
		"":                                   "unknown",
		"192.0.2.17:4711":                    "unknown",
		"192.0.2.17, 198.51.100.1":           "unknown",
		"192.0.2.999":                        "unknown",
		"unix":                               "unknown",
		"192.0.2.17\r\nX-Forwarded-For: ::1": "unknown",
	} {
		if got := models.Network(address); got != want {
			t.Errorf("%q counts as %q, want %q", address, got, want)
		}
	}
}
