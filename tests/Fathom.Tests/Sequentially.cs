// Live tensors and the seed sequence belong to the process: tests that count the one or set the other must not run beside others.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
