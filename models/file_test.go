package models_test

import (
	"path"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"jolara.com/privacy/models"
)

// hostileNames are names of files that somebody may send, with what is shown of each and under what it is saved as a JPEG
// (T10).
var hostileNames = []struct{ sent, shown, saved string }{
	{"sunset.jpg", "sunset.jpg", "sunset.jpg"},
	{"Sunset.JPEG", "Sunset.JPEG", "Sunset.JPEG"},
	{"照片 1.jpg", "照片 1.jpg", "照片 1.jpg"},
	{"été à Ürümqi.jpg", "été à Ürümqi.jpg", "été à Ürümqi.jpg"},
	{"👨‍👩‍👧.jpg", "👨‍👩‍👧.jpg", "👨👩👧.jpg"},
	{"", "", "photo.jpg"},
	{".", "", "photo.jpg"},
	{"..", "", "photo.jpg"},
	{"...", "", "photo.jpg"},
	{" ", "", "photo.jpg"},
	{".jpg", ".jpg", "photo.jpg"},
	{"../../etc/passwd", "passwd", "passwd.jpg"},
	{`..\..\windows\win.ini`, "win.ini", "win.ini.jpg"},
	{"/etc/shadow", "shadow", "shadow.jpg"},
	{`C:\Users\li\a.jpg`, "a.jpg", "a.jpg"},
	{`\\server\share\a.jpg`, "a.jpg", "a.jpg"},
	{"a/", "", "photo.jpg"},
	{"a/.", "", "photo.jpg"},
	{"..%2f..%2fa.jpg", "..%2f..%2fa.jpg", "_2f.._2fa.jpg"},
	{"a.jpg/../b", "b", "b.jpg"},
	{"a\x00.jpg", "a.jpg", "a.jpg"},
	{"a.jpg\x00.exe", "a.jpg.exe", "a.jpg.exe.jpg"},
	{"a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie: x=1.jpg", "aSet-Cookie_ x=1.jpg"},
	{"a\nb.jpg", "ab.jpg", "ab.jpg"},
	{"a\tb.jpg", "ab.jpg", "ab.jpg"},
	{"a\x1b[31mb.jpg", "a[31mb.jpg", "a[31mb.jpg"},
	{"a\u0085b.jpg", "ab.jpg", "ab.jpg"},
	{"a\u2028b.jpg", "ab.jpg", "ab.jpg"},
	{"a\u202egpj.exe", "agpj.exe", "agpj.exe.jpg"},
	{"a\u2066gpj.exe\u2069", "agpj.exe", "agpj.exe.jpg"},
	{"\ufeffa.jpg", "\ufeffa.jpg", "a.jpg"},
	{"caf\xe9.jpg", "caf.jpg", "caf.jpg"},
	{"\xff\xfe.jpg", ".jpg", "photo.jpg"},
	{`a".jpg`, `a".jpg`, "a_.jpg"},
	{`a"; filename="b.exe`, `a"; filename="b.exe`, "a__ filename=_b.exe.jpg"},
	{"a;b.jpg", "a;b.jpg", "a_b.jpg"},
	{"a'b.jpg", "a'b.jpg", "a_b.jpg"},
	{"<b>a</b>.jpg", "b>.jpg", "b_.jpg"},
	{"<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg", "_img src=x onerror=alert(1)_.jpg"},
	{"javascript:alert(1).jpg", "javascript:alert(1).jpg", "javascript_alert(1).jpg"},
	{"`id`.jpg", "`id`.jpg", "_id_.jpg"},
	{"$(id).jpg", "$(id).jpg", "$(id).jpg"},
	{"a|b?c*d.jpg", "a|b?c*d.jpg", "a_b_c_d.jpg"},
	{"100%.jpg", "100%.jpg", "100_.jpg"},
	{"CON", "CON", "photo.jpg"},
	{"con.jpg", "con.jpg", "photo.jpg"},
	{"NUL.tar.gz", "NUL.tar.gz", "photo.jpg"},
	{"COM1.jpg", "COM1.jpg", "photo.jpg"},
	{"lpt9", "lpt9", "photo.jpg"},
	{"COM¹.jpg", "COM¹.jpg", "photo.jpg"},
	{"console.jpg", "console.jpg", "console.jpg"},
	{"COM10.jpg", "COM10.jpg", "COM10.jpg"},
	{"a.jpg.", "a.jpg.", "a.jpg.jpg"},
	{" a.jpg ", "a.jpg", "a.jpg"},
	{"a.exe", "a.exe", "a.exe.jpg"},
	{"a.svg", "a.svg", "a.svg.jpg"},
	{"a.png", "a.png", "a.png.jpg"},
	{strings.Repeat("a", 300) + ".jpg", strings.Repeat("a", 236) + ".jpg", strings.Repeat("a", 236) + ".jpg"},
	{strings.Repeat("照", 120) + ".jpg", strings.Repeat("照", 78) + ".jpg", strings.Repeat("照", 78) + ".jpg"},
	{"a." + strings.Repeat("j", 300), "a." + strings.Repeat("j", 238), "a." + strings.Repeat("j", 238) + ".jpg"},
}

func TestT10_AFileIsShownAndSavedUnderAHarmlessName(t *testing.T) {
	for _, row := range hostileNames {
		shown := models.CleanFileName(row.sent)
		if shown != row.shown {
			t.Errorf("%.40q is shown as %.40q, not %.40q", row.sent, shown, row.shown)
		}
		saved := models.SaveAs(shown, "photo", "image/jpeg")
		if saved != row.saved {
			t.Errorf("%.40q is saved as %.40q, not %.40q", row.sent, saved, row.saved)
		}
		const longest = 255
		if len(saved) > longest || !utf8.ValidString(saved) || path.Base(saved) != saved || strings.ContainsFunc(saved, unicode.IsControl) {
			t.Errorf("%.40q is saved as %q", row.sent, saved)
		}
	}
}

func TestAFileIsSavedWithTheEndingOfWhatItIs(t *testing.T) {
	for _, row := range []struct{ name, mediaType, saved string }{
		{"a.png", "image/png", "a.png"},
		{"a.jpg", "image/png", "a.jpg.png"},
		{"a.webp", "image/webp", "a.webp"},
		{"", "audio/wav", "recording.wav"},
		{"", "audio/mpeg", "recording.mp3"},
		{"a.oga", "audio/ogg", "a.oga"},
	} {
		if got := models.SaveAs(row.name, "recording", row.mediaType); got != row.saved {
			t.Errorf("%q as %s is saved as %q, not %q", row.name, row.mediaType, got, row.saved)
		}
	}
}
