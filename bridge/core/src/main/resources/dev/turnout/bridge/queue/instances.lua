-- instances.lua : documents of recurring jobs' instances among the jobs that have changed since then, a page of each state. Read only.
-- KEYS prefix | ARGV most of each state, then from which score on (µs; empty: not at all) a state, in the order of its states
-- Answers now, then a score a state from which on there is more (empty: that is all), then a body each:
-- 0 or more bodies
-- include lib/keys.lua
local reply, bodies = {now}, {}
local function add(id)
  local body = redis.call('GET', job(id)) or ''
  if string.find(body, 'recurringJobId', 1, true) then bodies[#bodies + 1] = body end
end
local most = tonumber(ARGV[1])
for i, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'DELETED'}) do
  local more = ''
  if ARGV[i + 1] ~= '' then
    local ids = redis.call('ZRANGEBYSCORE', queue(state), ARGV[i + 1], '+inf', 'WITHSCORES', 'LIMIT', 0, most)
    for j = 1, #ids, 2 do add(ids[j]) end
    if #ids == 2 * most then
      more = ids[#ids]
      -- a page of one time: behind it
      if tonumber(more) == tonumber(ids[2]) then more = '(' .. more end
    end
  end
  reply[#reply + 1] = more
end
for _, body in ipairs(bodies) do reply[#reply + 1] = body end
return reply
