package models_test

import (
	"errors"
	"strings"
	"testing"

	"jolara.com/privacy/models"
)

func TestWhichPasswordsMayBeSet(t *testing.T) {
	const email, name = "meilin.wong@example.com", "Mei Lin"
	for password, want := range map[string]models.Fault{
		"":                        models.FaultMissing,
		"seven77":                 models.FaultTooShort,
		"密码密码密码密":                 models.FaultTooShort, // seven characters, more bytes
		"x      y":                "",
		"        ":                models.FaultTooShort,
		"eight888":                "",
		"密码密码密码密码":                "",
		"correct horse battery":   "",
		strings.Repeat("x", 1024): "",
		strings.Repeat("x", 1025): models.FaultTooLong,
		"password":                models.FaultCommon,
		"PassWord1":               models.FaultCommon,
		"1234567890":              models.FaultCommon,
		"trustno1":                models.FaultCommon,
		"trustno1 and me":         "",
		email:                     models.FaultKnown,
		"MeiLin.Wong@Example.com": models.FaultKnown,
		"meilin.wong":             models.FaultKnown,
		"alllowercaseletters":     "",
	} {
		got, err := models.NewPassword(password, email, name)
		wrong := models.Invalid{}
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if wrong["password"] != want || (err == nil && string(got) != password) || (err != nil && got != "") {
			t.Errorf("%.30q: %v, want %q", password, err, want)
		}
	}
	for _, password := range []string{"Zhang Wei-Lin", "zhangwei-lin"} {
		if _, err := models.NewPassword(password, email, "Zhang Wei-Lin"); err == nil {
			t.Errorf("one's own name %q is taken", password)
		}
	}
}
