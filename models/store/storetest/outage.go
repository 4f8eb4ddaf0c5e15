package storetest

// Outage ends every connection to the database and lets nobody in any more.
func (w *World) Outage() {
	w.t.Helper()
	for _, deed := range []string{
		`do $$ begin execute format('alter database %I connection limit 0', current_database()); end $$`,
		`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
	} {
		if _, err := w.DB.Exec(w.ctx(), deed); err != nil {
			w.t.Fatal(err)
		}
	}
}
