package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit of the times in /proc: USER_HZ is 100 wherever Linux runs.
const tick = time.Second / 100

// process is what /proc/<pid>/stat tells of one (proc(5)).
type process struct {
	parent int
	cpu    time.Duration // in user mode and in the kernel
	reaped time.Duration // the same of its children that have ended
}

func readProcess(pid int) (process, error) {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return process{}, err
	}
	return parseStat(stat)
}

// parseStat counts the fields from behind the name, which may hold spaces and brackets.
func parseStat(stat []byte) (p process, err error) {
	const parent, user, reapedChildrenInKernel = 1, 11, 14
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) <= reapedChildrenInKernel {
		return p, errors.New("/proc: a stat file of another form")
	}
	if p.parent, err = strconv.Atoi(string(fields[parent])); err != nil {
		return p, fmt.Errorf("/proc: %w", err)
	}
	var times [4]time.Duration
	for i := range times {
		ticks, err := strconv.ParseInt(string(fields[user+i]), 10, 64)
		if err != nil {
			return p, fmt.Errorf("/proc: %w", err)
		}
		times[i] = time.Duration(ticks) * tick
	}
	p.cpu, p.reaped = times[0]+times[1], times[2]+times[3]
	return p, nil
}

// cpuOf is the CPU time that a process has taken so far.
func cpuOf(pid int) (time.Duration, error) {
	p, err := readProcess(pid)
	return p.cpu, err
}

// cpuOfFamily is the CPU time that a process and its children have taken so far, those that have ended too: PostgreSQL
// is a process with one child a connection.
func cpuOfFamily(pid int) (time.Duration, error) {
	head, err := readProcess(pid)
	if err != nil {
		return 0, err
	}
	all, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	sum := head.cpu + head.reaped
	for _, entry := range all {
		id, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue // not a process
		}
		p, err := readProcess(id)
		if err == nil && p.parent == pid {
			sum += p.cpu
		}
	}
	return sum, nil
}

// memory reads a figure of /proc/<pid>/status, such as VmRSS, in MiB.
func memory(pid int, name string) (float64, error) {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(status) {
		if kib, found := bytes.CutPrefix(line, []byte(name+":")); found {
			n, err := strconv.ParseFloat(string(bytes.TrimSuffix(bytes.TrimSpace(kib), []byte(" kB"))), 64)
			return n / 1024, err
		}
	}
	return 0, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// forgetPeak lets peakMemory begin anew (proc(5), clear_refs).
func (p *program) forgetPeak() error {
	return os.WriteFile(filepath.Join("/proc", strconv.Itoa(p.pid()), "clear_refs"), []byte("5"), 0)
}

func (p *program) peakMemory() (float64, error) { return memory(p.pid(), "VmHWM") }

func totalMemory() (gib float64, err error) {
	info, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, err
	}
	var kib float64
	if _, err := fmt.Sscanf(string(info), "MemTotal: %f kB", &kib); err != nil {
		return 0, fmt.Errorf("/proc/meminfo: %w", err)
	}
	return kib / (1 << 20), nil
}
