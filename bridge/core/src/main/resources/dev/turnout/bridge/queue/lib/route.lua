-- route.lua : which pool may claim a job; the same sums as in Route. The route of a task is its own, else that of its group,
-- else that of *. A job falls on the same side each time: the value of the key that its route names decides, or its id.
-- A record that is missing or cannot be read is the legacy pool's.
local routeOf = {}
local function isKey(key)
  return (string.match(key, '^[1-9]%d?$') or string.match(key, '^[1-9]%d?%.[%w_.$-]+$'))
    and not string.find(key, '..', 1, true) and string.sub(key, -1) ~= '.'
end
local function route(task)
  if not routeOf[task] then
    local record = redis.call('HGET', routes, task)
    if not record then
      local group = redis.call('HGET', groups, task)
      record = group and redis.call('HGET', routes, '@' .. group)
    end
    record = task ~= '?' and (record or redis.call('HGET', routes, '*')) or '0' -- ? : nobody of us could read whose it is
    local percent, key = string.match(record, '^(%d%d?%d?)$'), ''
    if not percent then
      percent, key = string.match(record, '^(%d%d?%d?) (%S+)$')
      if not percent or not isKey(key) then percent, key = '0', '' end
    end
    percent = tonumber(percent)
    if percent > 100 then percent, key = 0, '' end
    routeOf[task] = {percent = percent, key = key}
  end
  return routeOf[task]
end
-- the hundredth part that a value falls into; 100 for one that could not be read, which goes over last
local function part(id, key, value)
  if key == '' then value = id elseif value == '' then return 100 end
  return math.floor(tonumber(string.sub(redis.sha1hex(value), 1, 8), 16) % 10000 / 100)
end
-- 1 the async pool's, -1 the legacy pool's, -6 nobody's for now: its key was read by an older route
local function side(id, task, key, value)
  local now = route(task)
  if now.percent == 0 then return -1 end
  if now.percent == 100 then return 1 end
  if now.key ~= key then return -6 end
  return part(id, key, value) < now.percent and 1 or -1
end
