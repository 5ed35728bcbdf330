using System.Reflection;
using Fathom.Optimizers;
using Fathom.Regularizers;
using Fathom.Saving;
using Fathom.Schedules;

namespace Fathom.Tests.Training;

public class RegistrationTests
{
    [Fact]
    public void Everything_a_model_is_compiled_with_can_be_read_back()
    {
        Type[] kinds = [typeof(Loss), typeof(Metric), typeof(Optimizer), typeof(Schedule), typeof(Regularizer)];
        IEnumerable<Type> types = typeof(Loss).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && kinds.Any(kind => kind.IsAssignableFrom(type)));
        Assert.All(types, type =>
        {
            Assert.Contains(type.GetInterfaces(), face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IFromConfig<>) && face.GenericTypeArguments[0] == type);
            Assert.NotNull(type.GetMethod("FromConfig", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly));
        });
    }
}
