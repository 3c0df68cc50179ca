-- instances.lua : documents of recurring jobs' instances among the jobs that have changed since then, a page of each state. Read only.
-- KEYS prefix | ARGV most of each state, then from which score on (µs; empty: not at all; *: its beginning) a state, in the order of its
-- states, then the beginning (µs), then ids of recurring jobs. Of a state that one of these has an instance in, by JobRunr's markers, an
-- instance may be there for long: where it is scheduled, enqueued or running, all are read.
-- Answers now, then a score a state from which on there is more (empty: that is all), then a list of those of the ids that have an
-- instance scheduled, enqueued or running, then a body each:
-- 0 or more bodies
-- include lib/keys.lua
local reply, bodies, busy, whole = {now}, {}, {}, {}
for i = 9, #ARGV do
  local found = false
  for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING'}) do
    if redis.call('SISMEMBER', marker(state), ARGV[i]) == 1 then found, whole[state] = true, true end
  end
  if found then busy[#busy + 1] = ARGV[i] end
end
local function add(id)
  local body = redis.call('GET', job(id)) or ''
  if string.find(body, 'recurringJobId', 1, true) then bodies[#bodies + 1] = body end
end
local most = tonumber(ARGV[1])
for i, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'DELETED'}) do
  local more, from = '', ARGV[i + 1]
  if from == '*' then from = whole[state] and '-inf' or ARGV[8] end
  if from ~= '' then
    local ids = redis.call('ZRANGEBYSCORE', queue(state), from, '+inf', 'WITHSCORES', 'LIMIT', 0, most)
    for j = 1, #ids, 2 do add(ids[j]) end
    if #ids == 2 * most then
      more = ids[#ids]
      -- a page of one time: behind it
      if tonumber(more) == tonumber(ids[2]) then more = '(' .. more end
    end
  end
  reply[#reply + 1] = more
end
reply[#reply + 1] = busy
for _, body in ipairs(bodies) do reply[#reply + 1] = body end
return reply
