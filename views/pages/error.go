package pages

import (
	"context"
	"net/http"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// Problem is why a request was not fulfilled.
type Problem struct {
	Status     int           // the HTTP status
	RequestID  string        // what to tell us when asking about it; empty where there is none
	RetryAfter time.Duration // when it may work again; 0 where waiting does not help
	Reason     models.Reason // of a refusal; empty where there is none
}

// words returns what happened, and what became of the person's data.
func (p Problem) words(ctx context.Context) (what, kept string) {
	switch p.Status {
	case http.StatusForbidden:
		return p.refusal(ctx)
	case http.StatusNotFound:
		return i18n.T(ctx, "This page isn’t here"),
			i18n.T(ctx, "The address may be old or mistyped. Nothing of yours was changed, and we kept nothing you typed.")
	case http.StatusMethodNotAllowed:
		return i18n.T(ctx, "This page doesn’t work that way"),
			i18n.T(ctx, "The address is right, but it doesn’t take what was sent to it. Nothing of yours was changed.")
	case http.StatusConflict:
		return i18n.T(ctx, "This was changed in the meantime"),
			i18n.T(ctx, "What you sent was made for an earlier state. Nothing of yours was changed. Go back, look at it as it is now, and try again.")
	case http.StatusGone:
		return i18n.T(ctx, "This link no longer works"),
			i18n.T(ctx, "A link from our letters works once, for a limited time, and only until a newer one is sent. Nothing of yours was changed. Ask for a new letter where you asked for this one.")
	case http.StatusRequestEntityTooLarge:
		return i18n.T(ctx, "That is too much at once"),
			i18n.T(ctx, "A form may hold 1 MB, and with pictures 40 MB in all. Nothing of yours was changed, and we kept nothing you sent.")
	case http.StatusUnsupportedMediaType:
		return i18n.T(ctx, "We don’t take this kind of file"),
			i18n.T(ctx, "It was sent in a form that this page can’t read. Nothing of yours was changed, and we kept nothing you sent.")
	case http.StatusMisdirectedRequest:
		return i18n.T(ctx, "This isn’t our address"),
			i18n.T(ctx, "Your browser came here under a name that isn’t ours. Type the address that you know. Nothing of yours was changed.")
	case http.StatusUnprocessableEntity:
		return i18n.T(ctx, "We can’t take that"),
			i18n.T(ctx, "We could read it, but one of the values isn’t possible here. Nothing of yours was changed. Go back and try again.")
	case http.StatusTooManyRequests:
		return i18n.T(ctx, "Too many tries"),
			i18n.T(ctx, "We stop after a number of tries, so that nobody can guess their way in. Nothing of yours was changed.")
	case http.StatusServiceUnavailable:
		return i18n.T(ctx, "We can’t reach our records"),
			i18n.T(ctx, "Sorry. This is on our side. Try again in a minute. If you were changing something, History shows whether it was kept.")
	}
	if p.Status >= http.StatusInternalServerError {
		return i18n.T(ctx, "Something broke on our side"),
			i18n.T(ctx, "Sorry. We have a note of it with nothing personal in it. If you were changing something, History shows whether it was kept.")
	}
	return i18n.T(ctx, "We couldn’t read that"), // 400, and whatever else a browser may get wrong
		i18n.T(ctx, "Something was missing or garbled on the way. Nothing of yours was changed, and we kept nothing you typed.")
}

func (p Problem) refusal(ctx context.Context) (what, kept string) {
	switch p.Reason {
	case models.ReasonGuardianNeeded:
		return i18n.T(ctx, "Your guardian decides this"),
			i18n.T(ctx, "You are under 18, so your guardian must say yes before this can be turned on. Nothing was changed.")
	case models.ReasonLocked:
		return i18n.T(ctx, "The account is locked"),
			i18n.T(ctx, "Nothing is turned on, taken in or used before that is settled. Nothing was changed.")
	case models.ReasonGuardiansDiffer:
		return i18n.T(ctx, "You and the other guardian answer differently"),
			i18n.T(ctx, "Until you answer alike, nothing else is turned on, corrected or deleted on the word of one of you. Nothing was changed.")
	case models.ReasonSomethingHeld:
		return i18n.T(ctx, "There is more here than the account"),
			i18n.T(ctx, "So it can’t go at one click. Nothing was erased. Delete what we hold first, or write to support@jolara.com.")
	case models.ReasonAddressTaken:
		return i18n.T(ctx, "This address signs in another account"),
			i18n.T(ctx, "Somebody else has come to sign in with it since we wrote to you, so we can’t give it to your account. Nothing of yours was changed. Write to support@jolara.com and we sort it out with you.")
	case models.ReasonNotGranted:
		return i18n.T(ctx, "This permission is off"),
			i18n.T(ctx, "It can be done only while the permission for it is on. Nothing of yours was changed.")
	case models.ReasonOfPeople:
		return i18n.T(ctx, "You are signed in at the desk"),
			i18n.T(ctx, "What you sent is for people to decide about their own data. Nothing was changed.")
	case models.ReasonAnsweredBefore:
		return i18n.T(ctx, "A colleague answers this round"),
			i18n.T(ctx, "You answered this case before, and the person said that it is not solved. Nothing was sent.")
	case models.ReasonCaseOver:
		return i18n.T(ctx, "This case is over"),
			i18n.T(ctx, "It was answered or closed in the meantime. Nothing was changed. Open its page again and look.")
	case models.ReasonNotRefiled, models.ReasonNotVerifying:
		return i18n.T(ctx, "This was done already"),
			i18n.T(ctx, "The case stands as you want it, or can’t stand so any more. Nothing was changed. Open its page again and look.")
	case models.ReasonOwnApproval:
		return i18n.T(ctx, "Somebody else has to agree"),
			i18n.T(ctx, "You asked for it yourself. A colleague has to say yes.")
	case models.ReasonOwnToClose:
		return i18n.T(ctx, "They close it themselves"),
			i18n.T(ctx, "Whoever wrote has an account, and a button on their page that closes the case. Nothing was changed.")
	case models.ReasonOwnToAdd:
		return i18n.T(ctx, "They add it themselves"),
			i18n.T(ctx, "Whoever wrote has an account, and a page on which they go on writing. Nothing was changed.")
	case models.ReasonOtherRole:
		return i18n.T(ctx, "Your role doesn’t do this"),
			i18n.T(ctx, "Somebody else at the desk does. Nothing was changed and nothing was opened.")
	default:
		return i18n.T(ctx, "We didn’t take that"),
			i18n.T(ctx, "Your browser didn’t show that it came from one of our pages, so it may have been sent in your name. Nothing of yours was changed. Open the page again and try there.")
	}
}
