// Live tensors and the seed sequence belong to the process: tests that count the one or set the other must not run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
