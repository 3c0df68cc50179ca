-- insert.lua : put new jobs in; those that may be claimed go into the index at once
-- KEYS prefix | ARGV at, then id body to score due recurring task born a job
-- Answers now, then a code a job:
-- 1 added · 0 there already, nothing was changed · -9 clock off
-- include lib/keys.lua
-- include lib/route.lua
-- include lib/index.lua
local at = ARGV[1]
local reply = {now}
local wake, entered = false, 0
local earliest
for i = 2, #ARGV, 8 do
  local id, body, to, score, dueAt, recurring, task, born =
    ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6], ARGV[i + 7]
  local code = 1
  if redis.call('EXISTS', job(id), version(id)) > 0 then
    code = redis.call('GET', job(id)) == body and 1 or 0
  elseif clockIsOff(at) then code = -9
  else
    redis.call('SET', version(id), 1)
    redis.call('SET', job(id), body)
    redis.call('ZADD', queue(to), score, id)
    if to == 'SCHEDULED' then redis.call('ZADD', due, dueAt, id)
    else
      wake = true
      earliest = math.min(earliest or math.huge, tonumber(born) or 0)
      entered = entered + enter(id, task, born)
    end
    if recurring ~= '' then redis.call('SADD', marker(to), recurring) end
  end
  reply[#reply + 1] = code
end
keepSmall(entered)
if wake then redis.call('PUBLISH', signal, string.format('work %.0f %.0f', earliest, now)) end
return reply
