package handlers

import (
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// stamp is what a cookie keeps that says that something was so just now: the time, and a signature over it and over what it is about,
// which it does not tell.
func (p *portal) stamp(about string) string {
	at := strconv.FormatInt(p.Store.Now().Unix(), 10)
	return at + "." + base64.RawURLEncoding.EncodeToString(p.signStamp(at, about))
}

// stamped tells whether a stamp is about that, and no older than it may be.
func (p *portal) stamped(stamp, about string, within time.Duration) bool {
	at, signature, _ := strings.Cut(stamp, ".")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || p.Store.Now().Sub(time.Unix(seconds, 0)) > within {
		return false
	}
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	return err == nil && hmac.Equal(mac, p.signStamp(at, about))
}

func (p *portal) signStamp(at, about string) []byte { return p.sign([]byte(at + "\x00" + about)) }
