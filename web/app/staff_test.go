package app

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
)

func TestTheDemoWorldHasAnAgentAnOfficerAndAnAdminWhoStayAsTheyAre(t *testing.T) {
	w, p, portal, _ := demoPortal(t)
	if _, err := p.demo(w.Store, portal); err != nil {
		t.Fatal(err)
	}
	signIn := func(email, password string) (models.Account, error) {
		return w.Store.SignIn(t.Context(), models.Credentials{Email: email, Password: password}, demoCaller)
	}
	for email, role := range map[string]models.Role{
		"agent@example.com": models.RoleAgent, "officer@example.com": models.RoleOfficer, "admin@example.com": models.RoleAdmin,
	} {
		if got, err := signIn(email, demoPassword); err != nil || got.Staff.Role != role {
			t.Errorf("%s signs in as %+v, %v", email, got.Staff, err)
		}
	}
	if err := w.Store.DisableStaff(t.Context(), "agent@example.com"); err != nil {
		t.Fatal(err)
	}
	link, err := w.Store.AddStaff(t.Context(), demoStaff[1])
	if err == nil {
		err = w.Store.ResetPassword(t.Context(), link, "another long password")
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.demo(w.Store, portal); err != nil {
		t.Fatal(err)
	}
	if _, err := signIn("agent@example.com", demoPassword); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("after another start the disabled agent signs in: %v", err)
	}
	if got, err := signIn("officer@example.com", "another long password"); err != nil || got.Staff.Role != models.RoleOfficer {
		t.Errorf("after another start the officer's own password is gone: %v", err)
	}
}

// A start that was killed between adding somebody and giving them their password is made good by the next.
func TestADemoStaffMemberWithoutAPasswordGetsOneAtTheNextStart(t *testing.T) {
	w, p, portal, _ := demoPortal(t)
	if _, err := w.Store.AddStaff(t.Context(), demoStaff[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := p.demo(w.Store, portal); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.SignIn(t.Context(), models.Credentials{Email: demoStaff[0].Email, Password: demoPassword}, demoCaller); err != nil {
		t.Errorf("the agent signs in: %v", err)
	}
}
