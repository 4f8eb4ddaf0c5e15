package storetest

import (
	"fmt"

	"jolara.com/privacy/models"
)

// Staff adds somebody of a role to the desk, who signs in with StaffEmail and Password. It costs the time of a password's
// hash.
func (w *World) Staff(role models.Role) models.Staff {
	w.t.Helper()
	w.people++
	added := models.NewStaff{
		Email: fmt.Sprintf("member%d@example.com", w.people), Role: role,
		FirstName: fmt.Sprintf("Colleague%d", w.people), Initial: "H",
	}
	link, err := w.Store.AddStaff(w.ctx(), added)
	if err == nil {
		err = w.Store.ResetPassword(w.ctx(), link, Password)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	staff := models.Staff{Role: role, FirstName: added.FirstName, Initial: added.Initial}
	if err := w.DB.QueryRow(w.ctx(), `select staff_id from emails where lookup = $1`, w.Vault.Lookup(added.Email)).Scan(&staff.ID); err != nil {
		w.t.Fatal(err)
	}
	return staff
}

// StaffEmail returns the address with which somebody signs in at the desk.
func (w *World) StaffEmail(staff models.Staff) string {
	w.t.Helper()
	email, _, err := w.Store.StaffAddressee(w.ctx(), staff.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return email
}
