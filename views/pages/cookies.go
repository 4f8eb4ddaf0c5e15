package pages

import (
	"context"
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// CookieUse names what a cookie is for.
type CookieUse string

// The uses of cookies.
const (
	CookieSession  CookieUse = "session"  // stay signed in
	CookieKnown    CookieUse = "known"    // know a browser in which somebody signed in
	CookieLink     CookieUse = "link"     // the token of a letter's link
	CookieGuardian CookieUse = "guardian" // let whoever typed a mailed code decide
	CookieAsked    CookieUse = "asked"    // know the browser in which a child asked a grown-up
	CookieVisit    CookieUse = "visit"    // let whoever typed a mailed code see what they decided
	CookieLasting  CookieUse = "lasting"  // keep a guardian signed in to their account
	CookieFlash    CookieUse = "flash"    // tell what was just done
	CookieTheme    CookieUse = "theme"    // keep light or dark
	CookieLanguage CookieUse = "language" // keep the language of the pages
)

// Cookie is one that the portal sets. None can be read by a script or by another site (HttpOnly, SameSite=Lax).
type Cookie struct {
	Name string
	Use  CookieUse
	Life time.Duration // in the browser; 0: until it is closed
}

// title says in a word or two what the cookie is for.
func (k Cookie) title(ctx context.Context) string {
	switch k.Use {
	case CookieSession:
		return i18n.T(ctx, "Signed in")
	case CookieKnown:
		return i18n.T(ctx, "Known browser")
	case CookieLink:
		return i18n.T(ctx, "Link from a letter")
	case CookieGuardian:
		return i18n.T(ctx, "Guardian")
	case CookieAsked:
		return i18n.T(ctx, "A grown-up was asked")
	case CookieVisit:
		return i18n.T(ctx, "Guardian’s visit")
	case CookieLasting:
		return i18n.T(ctx, "Guardian’s account")
	case CookieFlash:
		return i18n.T(ctx, "Message")
	case CookieLanguage:
		return i18n.T(ctx, "Language")
	default:
		return i18n.T(ctx, "Light or dark")
	}
}

// purpose says why there is the cookie, and what does not work without it.
func (k Cookie) purpose(ctx context.Context) string {
	switch k.Use {
	case CookieSession:
		return i18n.T(ctx, "It keeps you signed in from page to page, so that you see what is yours and nobody else does. Without it you cannot sign in.")
	case CookieKnown:
		return i18n.T(ctx, "It tells that your address has signed in from this browser before. However often others guess at your password, you still get in from here. Without it their guesses can make you wait.")
	case CookieLink:
		return i18n.T(ctx, "It carries the secret of a link from one of our letters, so that it does not stay in the address. Without it those links do not work.")
	case CookieGuardian:
		return i18n.T(ctx, "It tells that a guardian has typed the code from our letter in this browser. It is there only then. Without it they can’t decide for a child here.")
	case CookieAsked:
		return i18n.T(ctx, "It tells that a child asked a grown-up from this browser some minutes ago. If the answer comes from here too, we may have a look at it before it counts. It is there only then.")
	case CookieVisit:
		return i18n.T(ctx, "It tells that a guardian asked to see what they decided, and typed the code from our letter in this browser. Without it they see and change nothing here.")
	case CookieLasting:
		return i18n.T(ctx, "It keeps a guardian signed in who opened an account. It is there only then. Without it they type a code each time.")
	case CookieFlash:
		return i18n.T(ctx, "It carries a message to the next page, such as “Camera is off”. Without it things are done, and no page tells you so.")
	case CookieLanguage:
		return i18n.T(ctx, "It keeps the language that you chose. It is there only when you chose one. Without it the pages speak the language that your browser asks for.")
	default:
		return i18n.T(ctx, "It keeps the look that you chose. It is there only when you chose one. Without it the pages look as your device is set.")
	}
}

// ends says until when the browser keeps the cookie.
func (k Cookie) ends(ctx context.Context) string {
	const day = 24 * time.Hour
	switch {
	case k.Use == CookieSession:
		return i18n.T(ctx, "until you close the browser; it opens nothing after %[1]d minutes without a visit, or after %[2]d hours",
			int(models.SessionIdle.Minutes()), int(models.SessionLifetime.Hours()))
	case k.Use == CookieGuardian, k.Use == CookieAsked, k.Use == CookieVisit:
		return i18n.N(ctx, int(k.Life.Minutes()), "%d minute", "%d minutes")
	case k.Use == CookieLink:
		return i18n.N(ctx, int(k.Life.Minutes()), "%d minute, or until you have decided", "%d minutes, or until you have decided")
	case k.Use == CookieFlash:
		return i18n.N(ctx, int(k.Life.Minutes()), "%d minute, or until the next page", "%d minutes, or until the next page")
	default:
		return i18n.N(ctx, int(k.Life/day), "%d day", "%d days")
	}
}

// cookiePurpose is one of the five for which the agreement allows cookies (#64).
type cookiePurpose string

const (
	cookieSignIn  cookiePurpose = "sign in"
	cookieUse     cookiePurpose = "use"
	cookieSteps   cookiePurpose = "steps"
	cookieHistory cookiePurpose = "history"
	cookieImprove cookiePurpose = "improve"
)

var cookiePurposes = []cookiePurpose{cookieSignIn, cookieUse, cookieSteps, cookieHistory, cookieImprove}

// serves says for what the cookie is there.
func (k Cookie) serves() []cookiePurpose {
	switch k.Use {
	case CookieSession:
		return []cookiePurpose{cookieSignIn, cookieSteps, cookieHistory}
	case CookieLanguage, CookieTheme:
		return []cookiePurpose{cookieUse, cookieSteps}
	case CookieFlash:
		return []cookiePurpose{cookieUse}
	default: // they tell who may see and do something here
		return []cookiePurpose{cookieSignIn}
	}
}

func (p cookiePurpose) words(ctx context.Context) string {
	switch p {
	case cookieSignIn:
		return i18n.T(ctx, "Signing in and keeping others out")
	case cookieUse:
		return i18n.T(ctx, "Using these pages")
	case cookieSteps:
		return i18n.T(ctx, "Saving you steps")
	case cookieHistory:
		return i18n.T(ctx, "Showing you your history")
	default:
		return i18n.T(ctx, "Improving our services")
	}
}

// cookies names those of a list that serve the purpose.
func (p cookiePurpose) cookies(ctx context.Context, list []Cookie) string {
	serving := slices.DeleteFunc(slices.Clone(list), func(k Cookie) bool { return !slices.Contains(k.serves(), p) })
	if len(serving) == 0 {
		return i18n.T(ctx, "none")
	}
	return components.Beside(ctx, serving, func(ctx context.Context, k Cookie) string { return k.title(ctx) })
}
