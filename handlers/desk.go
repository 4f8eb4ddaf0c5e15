package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// Who may open which of the desk's pages (T13).
var (
	anyRole     = models.Roles
	whoAnswers  = models.RolesWho(models.Role.MayAnswer)
	whoAllows   = models.RolesWho(models.Role.MayAllow)
	whoFinds    = models.RolesWho(models.Role.MayFind)
	whoSeesJobs = models.RolesWho(models.Role.MaySeeJobs)
)

// deskPage adds a page of the desk, to which signing in may lead a staff member.
func (p *portal) deskPage(path string, handler echo.HandlerFunc, roles []models.Role) {
	p.echo.GET(path, handler, p.requireStaff(roles))
	p.deskPages = append(p.deskPages, path)
}

// requireStaff lets in staff of these roles. For people there is no desk: to them it answers like an address that is none.
func (p *portal) requireStaff(roles []models.Role) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			s := sessionOf(c)
			switch {
			case s == nil:
				return askToSignIn(c)
			case !s.OfStaff():
				return models.ErrNotFound
			case !slices.Contains(roles, s.Staff.Role):
				return models.Refused{Reason: models.ReasonOtherRole}
			}
			return next(c)
		}
	}
}

// staffOf returns the staff member who is signed in; behind requireStaff there is always one.
func staffOf(c echo.Context) models.Staff { return sessionOf(c).Staff }

// showDesk begins with what waits for whoever asks: cases, or for an admin jobs.
func (p *portal) showDesk(c echo.Context) error {
	if !staffOf(c).Role.MayAnswer() {
		work, err := p.Store.WorkState(c.Request().Context())
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, pages.DeskOverviewOfAdmin(p.shell(c), work))
	}
	filter := models.QueueFilter{Owner: models.OwnerMe}
	queue, err := p.Store.DeskQueue(c.Request().Context(), staffOf(c), filter)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.DeskOverview(p.shell(c), pages.DeskQueuePage{
		Filter: filter, Rows: queue.Rows, Found: queue.Found, Counts: queue.Counts, Capped: queue.Capped,
		Me: staffOf(c), Calendar: queue.Calendar, Now: p.Store.Now(),
	}))
}

func (p *portal) showJobs(c echo.Context) error {
	work, err := p.Store.WorkState(c.Request().Context())
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, pages.DeskJobs(p.shell(c), work))
}

func (p *portal) retryJob(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("job"), 10, 64)
	if err != nil {
		return models.ErrNotFound
	}
	if err := p.Store.RetryJob(c.Request().Context(), id); err != nil {
		return err
	}
	return p.done(c, "/desk/jobs", layout.Flash{ID: layout.FlashJobRetried})
}
