package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/views/layout"
)

// The flash is a signed cookie for the next page: a message's id and arguments that tell nothing of a person.

func (p *portal) setFlash(c echo.Context, flash layout.Flash) error {
	text, err := json.Marshal(flash)
	if err != nil {
		return err
	}
	encode := base64.RawURLEncoding.EncodeToString
	p.setCookie(c, flashCookie, encode(text)+"."+encode(p.sign(text)))
	return nil
}

// takeFlash returns the flash that the last page left, once. One that we did not sign is no flash.
func (p *portal) takeFlash(c echo.Context) *layout.Flash {
	kept := p.cookieOf(c, flashCookie)
	if kept == "" {
		return nil
	}
	p.dropCookie(c, flashCookie)
	text, signature, _ := strings.Cut(kept, ".")
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

func (p *portal) sign(text []byte) []byte {
	mac := hmac.New(sha256.New, p.CookieKey)
	mac.Write(text)
	return mac.Sum(nil)
}
