-- limits.lua : caps and pauses. The cap under * is that of each task without a record of its own; a record that is no
-- number means no cap.
local capOf, heldOf = {}, {}
local function isHeld(task)
  if heldOf[task] == nil then
    heldOf[task] = redis.call('SISMEMBER', hold, '*') == 1 or redis.call('SISMEMBER', hold, task) == 1
  end
  return heldOf[task]
end
local function isFull(task)
  if capOf[task] == nil then
    capOf[task] = tonumber(redis.call('HGET', caps, task) or redis.call('HGET', caps, '*') or '') or math.huge
  end
  if capOf[task] == math.huge then return false end
  return (tonumber(redis.call('HGET', inflight, task) or '') or 0) >= capOf[task]
end
