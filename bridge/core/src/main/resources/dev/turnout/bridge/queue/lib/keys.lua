-- keys.lua : the keys under the prefix KEYS[1], as in LegacyKeys, and the time in microseconds
local p = KEYS[1]
local function job(id) return p .. 'job:' .. id end
local function version(id) return p .. 'job:' .. id .. ':version' end
local function queue(state) return p .. 'queue:jobs:' .. state end
local function marker(state) return p .. 'job:recurring-job-id:' .. state end
local function server(id) return p .. 'backgroundjobserver:' .. id end
local function worker(id) return p .. 'turnout:worker:' .. id end
local created, updated = p .. 'backgroundjobservers:created', p .. 'backgroundjobservers:updated'
local due, lease, leases = p .. 'queue:scheduledjobs', p .. 'turnout:lease', p .. 'turnout:leases'
local reserved, crashes, parked = p .. 'turnout:reserved', p .. 'turnout:crashes', p .. 'turnout:parked'
local routes, epoch, signal = p .. 'turnout:routes', p .. 'turnout:epoch', p .. 'turnout:signal'
local mark = p .. 'turnout:mark'
local workers, paused = p .. 'turnout:workers', p .. 'turnout:paused'
local metadata, databaseVersion = p .. 'set:metadata', p .. 'metadata:database_version-cluster'
local renewals = p .. 'turnout:renewed'
local flight, inflight = p .. 'turnout:flight', p .. 'turnout:inflight'
local caps, hold, audit = p .. 'turnout:caps', p .. 'turnout:hold', p .. 'turnout:audit'
local groups, sorted, todos, cursor = p .. 'turnout:groups', p .. 'turnout:sorted', p .. 'turnout:todo', p .. 'turnout:cursor'
local function todo(suffix) return p .. 'turnout:todo:' .. suffix end
local age, pollKnown, lastOf = p .. 'turnout:age', p .. 'turnout:poll', p .. 'turnout:last'
local master, decided = p .. 'turnout:master', p .. 'turnout:recurring'
local filled, rhythms = p .. 'turnout:recurring:filled', p .. 'turnout:recurring:since'
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local broken = p .. 'turnout:broken'
local function epochNow() return tonumber(redis.call('GET', epoch) or '') or 0 end
-- a body may carry no time that is more than a second off
local function clockIsOff(at) return math.abs(now - tonumber(at)) > 1000000 end
