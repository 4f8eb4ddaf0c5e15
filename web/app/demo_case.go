package app

import (
	"slices"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// giveDemoCase files the demo adult's complaint, some days before the demo's own, and lets an agent open it and write back: it waits
// for its answer. What is there is left alone.
func (p *program) giveDemoCase(s *store.Store, adult models.PersonID, day time.Time) error {
	const filedBefore, repliedAfter = 6, 14 * time.Hour // days
	filed := s.AsOf(day.AddDate(0, 0, -filedBefore))
	held, err := filed.Complaints(p.ctx, adult, store.Key{}, store.Older)
	if err != nil || len(held.Complaints) > 0 {
		return err
	}
	ref, err := filed.FileComplaint(p.ctx, adult, models.ComplaintForm{
		Kind: string(models.CaseComplaint), About: string(models.CategoryPrints),
		MessageForm: models.MessageForm{Words: "A print arrived with somebody else’s photo. It shows a path in the mountains. " +
			"I want to know whose it is, and whether somebody got mine."},
	})
	if err != nil {
		return err
	}
	if held, err = filed.Complaints(p.ctx, adult, store.Key{}, store.Older); err != nil {
		return err
	}
	if err := filed.Acknowledged(p.ctx, held.Complaints[0].ID, 1); err != nil { // the letter itself leaves with the others, today
		return err
	}
	desk, err := s.Colleagues(p.ctx)
	if err != nil {
		return err
	}
	agent := desk[slices.IndexFunc(desk, func(of models.Staff) bool { return of.Role == models.RoleAgent })]
	replied := s.AsOf(filed.Now().Add(repliedAfter))
	if _, err := replied.AssignCases(p.ctx, agent, []string{ref}, agent.ID); err != nil {
		return err
	}
	if _, err := replied.OpenCase(p.ctx, agent, ref, models.Opening{Cause: string(models.CauseAnswer), Password: demoPassword}); err != nil {
		return err
	}
	return replied.Reply(p.ctx, agent, ref, models.MessageForm{
		Words: "Thank you. I have asked the print service for the job list of that day. This is not our answer yet; the clock keeps running.",
	})
}
