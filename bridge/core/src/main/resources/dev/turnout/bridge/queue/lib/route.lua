-- route.lua : whether the async pool may claim this job. Sticky by id; the same sum as in Route.
-- A record that is missing or cannot be read means no.
local function ours(task, id)
  local record = redis.call('HGET', routes, task) or redis.call('HGET', routes, '*')
  if not record or not string.match(record, '^%d%d?%d?$') then return false end
  local percent = tonumber(record)
  if percent > 100 then return false end
  return tonumber(string.sub(redis.sha1hex(id), 1, 8), 16) % 10000 < percent * 100
end
