package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/layout"
)

// The flash is a signed cookie for the next page: a message's id and arguments that tell nothing of a person.

const flashSeconds = 60

func (p *portal) flashName() string { return cookieName("jolara-flash", p.BaseURL.Scheme == "https") }

func (p *portal) setFlash(c echo.Context, flash layout.Flash) error {
	text, err := json.Marshal(flash)
	if err != nil {
		return err
	}
	encode := base64.RawURLEncoding.EncodeToString
	c.SetCookie(p.flashCookie(encode(text)+"."+encode(p.sign(text)), flashSeconds))
	return nil
}

// takeFlash returns the flash that the last page left, once. One that we did not sign is no flash.
func (p *portal) takeFlash(c echo.Context) *layout.Flash {
	cookie, err := c.Cookie(p.flashName())
	if err != nil {
		return nil
	}
	c.SetCookie(p.flashCookie("", -1))
	text, signature, _ := strings.Cut(cookie.Value, ".")
	decode := base64.RawURLEncoding.DecodeString
	content, err := decode(text)
	if err != nil {
		return nil
	}
	if mac, err := decode(signature); err != nil || !hmac.Equal(mac, p.sign(content)) {
		return nil
	}
	var flash layout.Flash
	if json.Unmarshal(content, &flash) != nil {
		return nil
	}
	return &flash
}

func (p *portal) flashCookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: p.flashName(), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: p.BaseURL.Scheme == "https", SameSite: http.SameSiteLaxMode,
	}
}

func (p *portal) sign(text []byte) []byte {
	mac := hmac.New(sha256.New, p.CookieKey)
	mac.Write(text)
	return mac.Sum(nil)
}
