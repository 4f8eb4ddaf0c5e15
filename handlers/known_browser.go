package handlers

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// A browser in which an address signed in is known for a while, and its tries are counted apart: however many guesses
// others make at the address, its owner signs in from there (T5). The cookie holds a random id, the time and a signature
// over both and the address, so that it is good for that address alone and does not tell which.

// callerOf tells from where somebody tries to prove that an address is theirs.
func (p *portal) callerOf(c echo.Context, email string) models.Caller {
	return models.Caller{Network: models.Network(c.RealIP()), KnownBrowser: p.knownBrowser(c, email), Visit: visitOf(c)}
}

// knownBrowser returns the id of the browser where the address signed in from it before, or nothing.
func (p *portal) knownBrowser(c echo.Context, email string) string {
	parts := strings.Split(p.cookieOf(c, knownCookie), ".")
	if len(parts) != 3 {
		return ""
	}
	id, signedAt, signature := parts[0], parts[1], parts[2]
	seconds, err := strconv.ParseInt(signedAt, 10, 64)
	if err != nil || p.Store.Now().Sub(time.Unix(seconds, 0)) > knownCookie.life {
		return ""
	}
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !hmac.Equal(mac, p.signBrowser(id, signedAt, email)) {
		return ""
	}
	return id
}

// rememberBrowser makes the browser known to the address that just signed in from it. One that is known already keeps
// its id: signing in again and again does not win more tries.
func (p *portal) rememberBrowser(c echo.Context, email, id string) {
	if id == "" {
		id = rand.Text()
	}
	now := strconv.FormatInt(p.Store.Now().Unix(), 10)
	p.setCookie(c, knownCookie, id+"."+now+"."+base64.RawURLEncoding.EncodeToString(p.signBrowser(id, now, email)))
}

func (p *portal) signBrowser(id, at, email string) []byte {
	return p.sign([]byte("known browser\x00" + id + "\x00" + at + "\x00" + email))
}
