package handlers

import (
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/pages"
)

const voicePath = "/data/voice"

func (p *portal) showVoice(c echo.Context, of shown) error {
	asked, err := readFilter(c, of.reader, "kind")
	if err != nil {
		return err
	}
	filter := store.TalkFilter{Period: asked.period}
	if asked.Values.Has("kind") {
		if filter.Kind, err = models.ParseTalkKind(asked.Values.Get("kind")); err != nil {
			asked.Invalid["kind"] = models.FaultUnknown
		}
	}
	found, err := p.Store.Talks(c.Request().Context(), of.person.ID, filter, asked.key, asked.side)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	minor, ward := p.minor(of), p.Store.Ward(of.person)
	page := pages.VoicePage{
		Asked: asked.Asked, Cards: pages.ChoiceCards(models.AllInForce(found.Choices, ward), minor, ward), Talks: found.Talks, Found: found.Found, All: found.All,
		Microphone: found.Microphone, Calls: found.Calls, Minor: minor, Now: now,
	}
	if n := len(found.Talks); n > 0 {
		first, last := found.Talks[0], found.Talks[n-1]
		page.Newer, page.Older = asked.beside(found.HasNewer, found.HasOlder,
			store.Key{At: first.StartedAt, ID: first.ID}, store.Key{At: last.StartedAt, ID: last.ID})
	}
	return render(c, asked.status(), pages.Voice(p.shell(c), page))
}

// chooseAboutRecordings turns a choice about recordings on or off.
func (p *portal) chooseAboutRecordings(c echo.Context) error {
	return p.choose(c, models.ParseChoice, c.Param("choice"), voicePath)
}
