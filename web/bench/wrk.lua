-- Sends the whole requests of a file, which are separated by a zero byte, one after the other and then again from the
-- first. Of T threads thread N sends the requests N, N + T, N + 2 T and so on.
-- Called as: wrk … -s wrk.lua ADDRESS -- FILE T

local threads = 0

function setup(thread)
	thread:set("place", threads)
	threads = threads + 1
end

function init(args)
	local file = assert(io.open(args[1], "rb"))
	local text = file:read("*a")
	file:close()
	requests, sent = {}, 0
	local found = 0
	for request in text:gmatch("%Z+") do
		if found % tonumber(args[2]) == place then
			requests[#requests + 1] = request
		end
		found = found + 1
	end
end

function request()
	sent = sent % #requests + 1
	return requests[sent]
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format('{"requests":%d,"microseconds":%d,"errors":%d,"p99":%d}\n', summary.requests, summary.duration,
		e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
end
