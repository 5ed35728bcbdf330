namespace Fathom.Benchmarks.Trees;

/// <summary>A library that boosts trees, for one workload on one set of rows.</summary>
internal interface IEngine : IDisposable
{
    string Name { get; }

    /// <summary>Takes the training rows over into the library's own form.</summary>
    void Prepare(DataSet data, int seed, int threads);

    /// <summary>Trains all rounds and says when the first is done: what comes before it may be preparation put off.</summary>
    void Train(int rounds, Action afterFirst);

    /// <summary>Probabilities of class 1, or targets.</summary>
    double[] Predict(Rows rows);
}
