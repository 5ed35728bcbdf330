"""LightGBM's C library through ctypes. The library is the one in the NuGet package LightGBM 4.7.0, found in NuGet's folder of packages
or named by LIGHTGBM_LIBRARY."""
import ctypes
import glob
import os

import numpy as np

NORMAL, RAW, LEAVES, CONTRIBUTIONS = 0, 1, 2, 3
PATHS = glob.glob(os.path.expanduser("~/.nuget/packages/lightgbm/4.7.0/runtimes/linux-x64/native/lib_lightgbm.so"))
VERSION = "LightGBM 4.7.0"
library = ctypes.CDLL(os.environ.get("LIGHTGBM_LIBRARY") or PATHS[0])
library.LGBM_GetLastError.restype = ctypes.c_char_p


def check(status):
    if status != 0:
        raise RuntimeError(library.LGBM_GetLastError().decode())


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def dataset(x, y, parameters):
    x = np.ascontiguousarray(x, np.float64)
    handle = ctypes.c_void_p()
    check(library.LGBM_DatasetCreateFromMat(pointer(x), 1, x.shape[0], x.shape[1], 1, parameters.encode(), None, ctypes.byref(handle)))
    y = np.ascontiguousarray(y, np.float32)
    check(library.LGBM_DatasetSetField(handle, b"label", pointer(y), len(y), 0))
    return handle


def set_group(handle, sizes):
    sizes = np.ascontiguousarray(sizes, np.int32)
    check(library.LGBM_DatasetSetField(handle, b"group", pointer(sizes), len(sizes), 2))


class Booster:
    def __init__(self, handle):
        self.handle = handle

    @staticmethod
    def train(data, parameters, rounds):
        handle = ctypes.c_void_p()
        check(library.LGBM_BoosterCreate(data, parameters.encode(), ctypes.byref(handle)))
        finished = ctypes.c_int()
        for _ in range(rounds):
            check(library.LGBM_BoosterUpdateOneIter(handle, ctypes.byref(finished)))
        return Booster(handle)

    @staticmethod
    def parse(text):
        handle, rounds = ctypes.c_void_p(), ctypes.c_int()
        check(library.LGBM_BoosterLoadModelFromString(text.encode(), ctypes.byref(rounds), ctypes.byref(handle)))
        return Booster(handle)

    def predict(self, x, kind=NORMAL):
        x = np.ascontiguousarray(x, np.float32)
        length = ctypes.c_int64()
        check(library.LGBM_BoosterCalcNumPredict(self.handle, len(x), kind, 0, -1, ctypes.byref(length)))
        result = np.zeros(length.value)
        check(library.LGBM_BoosterPredictForMat(self.handle, pointer(x), 0, len(x), x.shape[1], 1, kind, 0, -1, b"num_threads=1", ctypes.byref(length), pointer(result)))
        return result.reshape(len(x), -1)

    def text(self):
        length = ctypes.c_int64()
        check(library.LGBM_BoosterSaveModelToString(self.handle, 0, -1, 0, ctypes.c_int64(0), ctypes.byref(length), ctypes.create_string_buffer(1)))
        buffer = ctypes.create_string_buffer(length.value)
        check(library.LGBM_BoosterSaveModelToString(self.handle, 0, -1, 0, length, ctypes.byref(length), buffer))
        return buffer.value.decode()
