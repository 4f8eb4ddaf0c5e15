package handlers

import (
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// A browser in which a child asked a grown-up keeps that for some minutes, so that an answer from the same one is known for what it is
// (T3). The cookie holds the time and a signature over it and the child: it tells nobody who asked.

// rememberAsking makes the browser one in which that child asked just now.
func (p *portal) rememberAsking(c echo.Context, child models.PersonID) {
	now := strconv.FormatInt(p.Store.Now().Unix(), 10)
	p.setCookie(c, askedCookie, now+"."+base64.RawURLEncoding.EncodeToString(p.signAsking(now, child)))
}

// sameDevice tells whether the child asked in this browser, and not long ago.
func (p *portal) sameDevice(c echo.Context, child models.PersonID) bool {
	at, signature, _ := strings.Cut(p.cookieOf(c, askedCookie), ".")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || p.Store.Now().Sub(time.Unix(seconds, 0)) > models.SameDeviceWithin {
		return false
	}
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	return err == nil && hmac.Equal(mac, p.signAsking(at, child))
}

func (p *portal) signAsking(at string, child models.PersonID) []byte {
	return p.sign([]byte("asked a guardian\x00" + at + "\x00" + string(child)))
}
