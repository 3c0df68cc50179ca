-- peek.lua : look at jobs that a pool may claim, oldest first, and at new ones that nobody has sorted yet. What is shown is marked
-- for a while, so that no two workers read the same document. Beside that it sweeps: a part of the queue for ids that lagging
-- clocks have put behind the cursor, and of the index for those that have left the queue.
-- KEYS prefix | ARGV pool (async, legacy) head-room (-1: by the servers) skew count new most-bytes (of documents; at least one is read) mark,
-- then tasks (async), or id version a job to be passed over where it was sorted before: its claimer cannot read it (legacy)
-- Answers now, head-room, epoch, more (1: further new ones wait to be sorted), next (µs until the next job is old enough; -1: none),
-- age, rooms, then id, score, version, body, kind a job. Version and body are empty where the key is missing. Rooms are
-- {task, room …}: how many more of a task may be claimed, where that is less than count; a task that is not named has the room of *,
-- and if that is not named either, enough. Kinds:
-- 0 beyond the head-room · 1 below it, but too old to be left to the stock servers · 2 not to be claimed now
-- 10 11 12 the same, and new: to be claimed or enlisted
-- include lib/keys.lua
-- include lib/headroom.lua
-- include lib/age.lua
-- include lib/route.lua
-- include lib/index.lua
-- include lib/limits.lua
local PAGE, PAGES, LOOKS, SWEEP, SWEEP_EVERY, LAG = 500, 10, 2000, 1000, 100000, 250000
local pool, skew, count, new = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local most, until_ = tonumber(ARGV[6]), string.format('%.0f', now + ARGV[7])
local room, patience, poll = headroom(ARGV[2])
local enqueued = queue('ENQUEUED')
if poll > 0 and longestKnown(0) < poll then redis.call('SET', pollKnown, string.format('%.0f', poll)) end
local ripe = now - minimumAge(poll)
local wanted, passed = {}, {}
for i = 8, #ARGV, pool == 'async' and 1 or 2 do
  if pool == 'async' then wanted[ARGV[i]] = true else passed[ARGV[i]] = ARGV[i + 1] end
end
local passing = next(passed) ~= nil
if passing then LOOKS = LOOKS + (#ARGV - 7) / 2 end
local function isPassed(id) return passed[id] and passed[id] == (redis.call('GET', version(id)) or '') end

local roomOf = {}
local function rooms()
  local capOf, flying, found = {}, {}, {}
  local set, air = redis.call('HGETALL', caps), redis.call('HGETALL', inflight)
  for i = 1, #set, 2 do capOf[set[i]] = tonumber(set[i + 1]) or math.huge end
  for _, task in ipairs(redis.call('SMEMBERS', hold)) do capOf[task] = 0 end
  if next(capOf) == nil then return found end
  local others = capOf['*'] or math.huge
  for i = 1, #air, 2 do
    flying[air[i]] = tonumber(air[i + 1])
    capOf[air[i]] = capOf[air[i]] or others
  end
  for task, cap in pairs(capOf) do
    local left = math.min(2147483647, math.max(0, cap - (flying[task] or 0)))
    roomOf[task] = left
    if left < count or others < count then
      found[#found + 1] = task
      found[#found + 1] = left
    end
  end
  return found
end

local reply = {now, room, epochNow(), 0, -1, now - ripe, pool == 'async' and rooms() or {}}
if pool == 'async' and redis.call('SISMEMBER', hold, '*') == 1 then return reply end
local bytes, marks, seen = 0, {}, {}
local function mark(id, said)
  marks[#marks + 1] = id
  marks[#marks + 1] = '~' .. until_ .. '~' .. place(said)
end
-- beyond the head-room is what scores above its last place; the script that claims asks for the rank
local edge = -math.huge
if room > 0 then edge = tonumber(redis.call('ZRANGE', enqueued, room, room, 'WITHSCORES')[2] or '') or math.huge end
local function kindOf(score)
  if room == 0 then return 0 end
  if score < edge then return pool == 'async' and score < now - patience and 1 or 2 end
  return score > now - skew and 2 or 0
end
local function wait(till)
  local left = math.max(0, till - now)
  if reply[5] < 0 or left < reply[5] then reply[5] = left end
end
-- somebody else looks at it; a legacy server, who is not woken for it again, looks when that mark has ended
local function isMarked(said)
  local till = said and tonumber(string.match(said, SEEN) or '')
  if not till or till <= now then return false end
  if pool == 'legacy' then wait(till) end
  return true
end
local function show(id, score, kind, said)
  local body = redis.call('GET', job(id)) or ''
  bytes = bytes + #body
  seen[id] = true
  mark(id, said)
  reply[#reply + 1] = id
  reply[#reply + 1] = string.format('%.0f', score)
  reply[#reply + 1] = redis.call('GET', version(id)) or ''
  reply[#reply + 1] = body
  reply[#reply + 1] = kind
end

-- what has been sorted: the sets of this pool's tasks and parts, merged by a heap on their first times
local heap = {}
local function sink(at)
  while true do
    local least, left = at, 2 * at
    if heap[left] and heap[left].first < heap[least].first then least = left end
    if heap[left + 1] and heap[left + 1].first < heap[least].first then least = left + 1 end
    if least == at then return end
    heap[at], heap[least] = heap[least], heap[at]
    at = least
  end
end
local function pop()
  heap[1] = heap[#heap]
  heap[#heap] = nil
  if #heap > 0 then sink(1) end
end
local function add(key, task)
  local mine = route(task)
  if mine.percent > 0 and mine.percent < 100 and mine.key ~= key then return end
  local from, to = 0, 100
  if pool == 'async' then
    if mine.percent < 100 then to = mine.percent - 1 end
    if mine.percent == 0 or isHeld(task) or isFull(task) then return end
  else
    if mine.percent == 100 then return end
    from = mine.percent
  end
  local parts = redis.call('ZRANGE', todo(key .. ':' .. task), 0, -1, 'WITHSCORES')
  if #parts == 0 then redis.call('SREM', todos, key .. ':' .. task) end
  local added = 0
  for i = 1, #parts, 2 do
    local bucket = tonumber(parts[i])
    if bucket >= from and bucket <= to and (passing or added < 2 * count + 32) then
      added = added + 1
      heap[#heap + 1] = {first = tonumber(parts[i + 1]), bucket = parts[i], suffix = parts[i] .. ':' .. key .. ':' .. task,
        task = task, of = key .. ':' .. task, offset = 0, page = {}, at = 1, size = 4}
    end
  end
end
for _, member in ipairs(redis.call('SMEMBERS', todos)) do
  local key, task = string.match(member, '^([^:]*):(.*)$')
  if pool == 'legacy' or wanted[task] then add(key, task) end
end
for at = math.floor(#heap / 2), 1, -1 do sink(at) end

-- the next ids of a set that still wait; what has left the queue goes from the index too
local looked = 0
local function fill(set)
  while set.at > #set.page and looked < LOOKS do
    local ids = redis.call('ZRANGE', todo(set.suffix), set.offset, set.offset + set.size - 1, 'WITHSCORES')
    if #ids == 0 then
      if set.offset == 0 then redis.call('ZREM', todo(set.of), set.bucket) end
      return false
    end
    if set.offset == 0 and tonumber(ids[2]) > set.first then redis.call('ZADD', todo(set.of), ids[2], set.bucket) end
    local names = {}
    for i = 1, #ids, 2 do names[#names + 1] = ids[i] end
    looked = looked + #names
    local scores = redis.call('ZMSCORE', enqueued, unpack(names))
    local said = redis.call('HMGET', sorted, unpack(names))
    set.page, set.at, set.size = {}, 1, math.min(64, 2 * set.size)
    for i, id in ipairs(names) do
      local lies = place(said[i])
      if lies ~= '' and lies ~= set.suffix then redis.call('ZREM', todo(set.suffix), id)
      elseif not scores[i] then
        redis.call('ZREM', todo(set.suffix), id)
        redis.call('HDEL', sorted, id)
      else
        set.offset = set.offset + 1
        set.page[#set.page + 1] = {id = id, born = tonumber(ids[2 * i]), score = tonumber(scores[i]), said = said[i]}
      end
    end
  end
  return true
end
local found = 0
while #heap > 0 and found < count and looked < LOOKS and (bytes < most or found == 0) do
  local set = heap[1]
  if set.first > ripe then
    wait(set.first + now - ripe)
    break
  end
  local left = roomOf[set.task] or roomOf['*'] or math.huge
  local entry = left > 0 and fill(set) and set.page[set.at]
  if not entry then pop()
  elseif entry.born > set.first then
    set.first = entry.born
    sink(1)
  else
    set.at = set.at + 1
    if not isMarked(entry.said) and not isPassed(entry.id) then
      local kind = kindOf(entry.score)
      if kind ~= 2 then
        found = found + 1
        roomOf[set.task] = left - 1
        show(entry.id, entry.score, kind, entry.said)
      elseif entry.score >= edge then wait(entry.score + skew)
      elseif pool == 'async' then wait(entry.score + patience) end
    end
  end
end
if looked >= LOOKS then reply[4] = 1 end

-- what nobody has sorted yet, from the cursor on; it stops at the first such one, and a little behind the clock
bytes = 0
local shown = 0
local function isSorted(said)
  if not said or string.sub(said, 1, 1) == '~' then return false end
  local key, task = string.match(said, '^%d+:([^:]*):(.*)$')
  local mine = key and route(task)
  return mine and (mine.percent == 0 or mine.percent == 100 or mine.key == key)
end
local function offer(id, score, said)
  if seen[id] or isMarked(said) then return end
  if shown >= new or (bytes >= most and shown > 0) then
    reply[4] = 1
    return
  end
  shown = shown + 1
  show(id, score, 10 + kindOf(score), said)
end
-- shows what is new among these; gives up to which score all before it have been sorted, and whether all have been
local function look(ids)
  local names, till = {}, nil
  for i = 1, #ids, 2 do names[#names + 1] = ids[i] end
  if #names == 0 then return nil, true, 0 end
  local said, whole = redis.call('HMGET', sorted, unpack(names)), true
  for i, id in ipairs(names) do
    if not isSorted(said[i]) then
      whole = false
      offer(id, tonumber(ids[2 * i]), said[i])
    elseif whole then till = tonumber(ids[2 * i]) end
  end
  return till, whole, #names
end
local size = math.min(PAGE, 50 + 2 * new)
local from, whole, reached = string.match(redis.call('GET', cursor) or '', '^%(?%d+$') or '-inf', true, nil
for page = 0, PAGES - 1 do
  local till, all, held = look(redis.call('ZRANGEBYSCORE', enqueued, from, '+inf', 'WITHSCORES', 'LIMIT', page * size, size))
  if whole and till then reached = till end
  whole = whole and all
  if held < size or shown >= new then break end
  if page == PAGES - 1 then
    reply[4] = 1
    -- so many of the same time: the sweep looks after those
    if whole and string.format('%.0f', reached) == from then from = '(' .. from end
  end
end
if reached then
  local stands = string.format('%.0f', math.min(reached, now - LAG))
  redis.call('SET', cursor, from == '(' .. stands and from or stands)
end

-- the sweep: ids behind the cursor, most likely close behind it, and entries of what has left the queue or was lost
local sweep = p .. 'turnout:sweep'
local stood = redis.call('HMGET', sweep, 'at', 'rank', 'scan')
if now - (tonumber(stood[1] or '') or 0) > SWEEP_EVERY then
  local exact = string.match(from, '^%(?(%d+)$')
  if exact then look(redis.call('ZREVRANGEBYSCORE', enqueued, exact, '-inf', 'WITHSCORES', 'LIMIT', 0, 100)) end
  local rank = tonumber(stood[2] or '') or 0
  local _, _, held = look(redis.call('ZRANGE', enqueued, rank, rank + SWEEP - 1, 'WITHSCORES'))
  -- ranks fall while jobs are taken: a little of each part is looked at again
  rank = held == SWEEP and rank + SWEEP - 50 or 0
  redis.call('HSET', sweep, 'at', string.format('%.0f', now), 'rank', rank, 'scan', prune(stood[3] or '0', 100))
end
if #marks > 0 then redis.call('HSET', sorted, unpack(marks)) end
return reply
