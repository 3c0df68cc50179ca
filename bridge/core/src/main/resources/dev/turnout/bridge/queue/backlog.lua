-- backlog.lua : what waits for the async pool. Jobs that workers have sorted are counted by the index; of those that nobody has read
-- yet, documents are answered: the first ones, and an even sample of the rest. Read only.
-- KEYS prefix | ARGV head-room (-1: by the servers) first sample most-bytes (of documents), then tasks
-- Answers now, epoch, number of jobs of both pools beyond the reach of the stock servers (heads left for too long and reserved jobs
-- too), of deferred jobs, of parked ones, of counted ones that may be claimed, of counted ones whose task is paused, the time since
-- which the oldest counted one is due (µs; -1: none), how many the rest are, how many of them were looked at, paused tasks {task …},
-- then id, time since it is due, body, place of those to be read. Places:
-- 0 among the first: it counts once · 1 of the sample: it stands for its share of the rest
-- include lib/keys.lua
-- include lib/headroom.lua
-- include lib/route.lua
-- include lib/index.lua
-- include lib/limits.lua
local WALK, TAIL, BEHIND, PAGE, LOOKS = 2000, 1000, 100, 500, 300
local room, patience = headroom(ARGV[1])
local first, sample, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wanted = {}
for i = 5, #ARGV do wanted[ARGV[i]] = true end
local enqueued = queue('ENQUEUED')
local length = redis.call('ZCARD', enqueued)
local free, stopped, oldest = 0, 0, -1
local heads = room > 0 and math.min(room, redis.call('ZCOUNT', enqueued, '-inf', '(' .. string.format('%.0f', now - patience))) or 0
local waiting = redis.call('ZCARD', reserved) + heads + math.max(0, length - room)

-- the task of a job of ours that the index knows; false where it is another's, nil where nobody has sorted it by its route of now
local function ours(said)
  local bucket, key, task = string.match(place(said), '^(%d+):([^:]*):(.*)$')
  if not bucket then return nil end
  if not wanted[task] then return false end
  local mine = route(task)
  if mine.percent == 100 then return task end
  if mine.percent == 0 then return false end
  if mine.key ~= key then return nil end
  return tonumber(bucket) < mine.percent and task
end
local function add(task, number)
  if isHeld(task) then stopped = stopped + number else free = free + number end
end
local function old(task, score)
  if not isHeld(task) and (oldest < 0 or score < oldest) then oldest = score end
end
local unsorted, stocks = {}, {}
-- goes over a part of the queue; what is ours there is added where counts says so
local function walk(rank, to, counts)
  while rank < to do
    local found = redis.call('ZRANGE', enqueued, rank, math.min(rank + PAGE, to) - 1, 'WITHSCORES')
    if #found == 0 then return end
    local ids = {}
    for i = 1, #found, 2 do ids[#ids + 1] = found[i] end
    local said, left = redis.call('HMGET', sorted, unpack(ids)), redis.call('HMGET', parked, unpack(ids))
    for i, id in ipairs(ids) do
      local score = tonumber(found[2 * i])
      local stock = rank < room and score >= now - patience
      local task = not left[i] and ours(said[i])
      if task == nil and not stock then unsorted[#unsorted + 1] = {id, found[2 * i]}
      elseif task and stock then stocks[#stocks + 1] = task
      elseif task then
        if counts then add(task, 1) end
        old(task, score)
      end
      rank = rank + 1
    end
  end
end
walk(0, math.min(length, WALK), length <= WALK)

-- a long queue: by the sets of the index, less what has left the queue, as far as it lies at their front, and what is parked
local ranked, start = 0, WALK
if length > WALK then
  local fronts = {}
  for _, member in ipairs(redis.call('SMEMBERS', todos)) do
    local key, task = string.match(member, '^([^:]*):(.*)$')
    if key and wanted[task] then
      local parts = redis.call('ZRANGE', todo(member), 0, -1, 'WITHSCORES')
      for i = 1, #parts, 2 do
        local suffix = parts[i] .. ':' .. member
        if ours(suffix) then
          add(task, redis.call('ZCARD', todo(suffix)))
          fronts[#fronts + 1] = {tonumber(parts[i + 1]), suffix, task}
        end
      end
    end
  end
  for _, task in ipairs(stocks) do add(task, -1) end
  table.sort(fronts, function(one, other) return one[1] < other[1] end)
  local looks = 0
  for _, front in ipairs(fronts) do
    local offset, gone = 0, true
    while gone and looks < LOOKS do
      local ids = redis.call('ZRANGE', todo(front[2]), offset, offset + 9)
      if #ids == 0 then break end
      looks, offset = looks + 1, offset + #ids
      local scores = redis.call('ZMSCORE', enqueued, unpack(ids))
      local left = redis.call('HMGET', parked, unpack(ids))
      for i = 1, #ids do
        if not scores[i] then add(front[3], -1)
        else
          gone = false
          local score = tonumber(scores[i])
          if not left[i] and (room == 0 or redis.call('ZRANK', enqueued, ids[i]) >= room or score < now - patience) then
            old(front[3], score)
          end
        end
      end
    end
  end
  local idle = redis.call('HKEYS', parked)
  for from = 1, #idle, PAGE do
    local ids = {unpack(idle, from, math.min(#idle, from + PAGE - 1))}
    local said, scores = redis.call('HMGET', sorted, unpack(ids)), redis.call('ZMSCORE', enqueued, unpack(ids))
    for i = 1, #ids do
      local task = scores[i] and ours(said[i])
      if task then add(task, -1) end
    end
  end
  -- behind the cursor all has been sorted, but for what lagging clocks have put close to it
  local till = string.match(redis.call('GET', cursor) or '', '^%(?(%d+)$')
  if till then start = math.max(WALK, redis.call('ZCOUNT', enqueued, '-inf', '(' .. till) - BEHIND) end
  ranked = math.max(0, length - start)
  if ranked <= TAIL then
    walk(start, length, false)
    ranked = 0
  end
end

local flying = redis.call('ZRANGE', reserved, 0, -1)
for from = 1, #flying, PAGE do
  local ids = {unpack(flying, from, math.min(#flying, from + PAGE - 1))}
  for _, task in ipairs(redis.call('HMGET', flight, unpack(ids))) do
    if task and wanted[task] then add(task, 1) end
  end
end

local reply = {now, epochNow(), waiting, redis.call('ZCARD', queue('SCHEDULED')), redis.call('HLEN', parked), 0, 0, -1, 0, 0,
  redis.call('SMEMBERS', hold)}
local bytes = 0
local function show(id, since, from)
  local body = redis.call('GET', job(id)) or ''
  bytes = bytes + #body
  for _, value in ipairs({id, since, body, from}) do reply[#reply + 1] = value end
end
local shown = 0
while shown < math.min(first, #unsorted) and bytes < most / 2 do
  shown = shown + 1
  show(unsorted[shown][1], unsorted[shown][2], 0)
end
local listed = #unsorted - shown
local rest = listed + ranked
local size, looked = math.min(sample, rest), 0
-- a stride that visits every place once: where the bytes end the sample early, what was seen is spread evenly all the same
local function shared(one, other)
  while other > 0 do one, other = other, one % other end
  return one
end
local stride = math.max(1, math.floor(size * 0.618))
while shared(size, stride) > 1 do stride = stride - 1 end
for i = 0, size - 1 do
  if bytes >= most then break end
  looked = looked + 1
  -- one place somewhere in each part of equal length: a pattern in the queue must not meet a pattern of ours
  local at = math.floor((i * stride % size + math.random()) * rest / size)
  if at < listed then show(unsorted[shown + at + 1][1], unsorted[shown + at + 1][2], 1)
  else
    local found = redis.call('ZRANGE', enqueued, start + at - listed, start + at - listed, 'WITHSCORES')
    local new = found[1] and ours(redis.call('HGET', sorted, found[1])) == nil and redis.call('HEXISTS', parked, found[1]) == 0
    if new then show(found[1], found[2], 1) end
  end
end
reply[6], reply[7], reply[8], reply[9], reply[10] = math.max(0, free), math.max(0, stopped), oldest, rest, looked
return reply
